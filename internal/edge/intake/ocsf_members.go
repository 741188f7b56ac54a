package intake

// Where each member of a finding goes, by its name in OCSF.

func (f *finding) read(d *decoder) error { return readObject(d, f) }

func (f *finding) member(name []byte) member {
	switch string(name) {
	case "class_uid":
		return &f.ClassUID
	case "class_name":
		return &f.ClassName
	case "type_uid":
		return &f.TypeUID
	case "severity_id":
		return &f.SeverityID
	case "severity":
		return &f.Severity
	case "confidence":
		return &f.Confidence
	case "confidence_score":
		return &f.ConfidenceScore
	case "message":
		return &f.Message
	case "time":
		return &f.Time
	case "time_dt":
		return &f.TimeDT
	case "finding_info":
		return &f.Info
	case "finding":
		return &f.OldInfo
	case "analytic":
		return &f.Analytic
	case "metadata":
		return &f.Metadata
	case "unmapped":
		return &f.Unmapped
	case "attacks":
		return &f.Attacks
	case "observables":
		return &f.Observables
	case "evidences":
		return &f.Evidences
	case "malware":
		return &f.Malware
	case "resources":
		return &f.Resources
	case "resource":
		return &f.Resource
	}
	return f.evidence.member(name)
}

func (i *info) read(d *decoder) error {
	i.wrong = d.PeekKind() != '{' && d.PeekKind() != 'n'
	return readObject(d, i)
}

func (i *info) member(name []byte) member {
	switch string(name) {
	case "uid":
		return &i.UID
	case "title":
		return &i.Title
	case "desc":
		return &i.Desc
	case "types":
		return &i.Types
	case "analytic":
		return &i.Analytic
	case "attacks":
		return &i.Attacks
	case "created_time":
		return &i.CreatedTime
	case "created_time_dt":
		return &i.CreatedTimeDT
	case "first_seen_time":
		return &i.FirstSeen
	case "first_seen_time_dt":
		return &i.FirstSeenDT
	case "last_seen_time":
		return &i.LastSeen
	case "last_seen_time_dt":
		return &i.LastSeenDT
	case "modified_time":
		return &i.ModifiedTime
	case "modified_time_dt":
		return &i.ModifiedTimeDT
	}
	return nil
}

func (n *named) read(d *decoder) error { return readObject(d, n) }

func (n *named) member(name []byte) member {
	switch string(name) {
	case "uid":
		return &n.UID
	case "name":
		return &n.Name
	}
	return nil
}

func (m *metadata) read(d *decoder) error { return readObject(d, m) }

func (m *metadata) member(name []byte) member {
	switch string(name) {
	case "uid":
		return &m.UID
	case "log_name":
		return &m.LogName
	case "product":
		return &m.Product
	case "modified_time":
		return &m.ModifiedTime
	case "modified_time_dt":
		return &m.ModifiedTimeDT
	}
	return nil
}

func (u *unmapped) read(d *decoder) error { return readObject(d, u) }

func (u *unmapped) member(name []byte) member {
	switch string(name) {
	case "deprioritized":
		return &u.Deprioritized
	case "threat_score":
		return &u.ThreatScore
	}
	return nil
}

func (a *attack) read(d *decoder) error { return readObject(d, a) }

func (a *attack) member(name []byte) member {
	switch string(name) {
	case "tactic":
		return &a.Tactic
	case "tactics":
		return &a.Tactics
	case "technique":
		return &a.Technique
	case "sub_technique":
		return &a.SubTechnique
	}
	return nil
}

func (o *observable) read(d *decoder) error { return readObject(d, o) }

func (o *observable) member(name []byte) member {
	switch string(name) {
	case "name":
		return &o.Name
	case "type":
		return &o.Type
	case "type_id":
		return &o.TypeID
	case "value":
		return &o.Value
	}
	return nil
}

func (e *evidence) read(d *decoder) error { return readObject(d, e) }

func (e *evidence) member(name []byte) member {
	switch string(name) {
	case "actor":
		return &e.Actor
	case "user":
		return &e.User
	case "device":
		return &e.Device
	case "src_endpoint":
		return &e.Src
	case "dst_endpoint":
		return &e.Dst
	case "process":
		return &e.Process
	case "file":
		return &e.File
	case "email":
		return &e.Email
	case "url":
		return &e.URL
	case "query":
		return &e.Query
	case "http_request":
		return &e.Request
	}
	return nil
}

func (a *actor) read(d *decoder) error { return readObject(d, a) }

func (a *actor) member(name []byte) member {
	switch string(name) {
	case "process":
		return &a.Process
	case "user":
		return &a.User
	}
	return nil
}

func (u *user) read(d *decoder) error { return readObject(d, u) }

func (u *user) member(name []byte) member {
	switch string(name) {
	case "name":
		return &u.Name
	case "uid":
		return &u.UID
	case "email_addr":
		return &u.Email
	}
	return nil
}

func (e *endpoint) read(d *decoder) error { return readObject(d, e) }

func (e *endpoint) member(name []byte) member {
	switch string(name) {
	case "hostname":
		return &e.Hostname
	case "name":
		return &e.Name
	case "ip":
		return &e.IP
	case "location":
		return &e.Location
	}
	return nil
}

func (l *location) read(d *decoder) error { return readObject(d, l) }

func (l *location) member(name []byte) member {
	switch string(name) {
	case "country":
		return &l.Country
	case "city":
		return &l.City
	case "lat":
		return &l.Lat
	case "long":
		return &l.Long
	case "coordinates":
		return &l.Coordinates
	}
	return nil
}

func (p *process) read(d *decoder) error { return readObject(d, p) }

func (p *process) member(name []byte) member {
	switch string(name) {
	case "name":
		return &p.Name
	case "uid":
		return &p.UID
	case "cmd_line":
		return &p.CmdLine
	case "file":
		return &p.File
	case "user":
		return &p.User
	}
	return nil
}

func (f *file) read(d *decoder) error { return readObject(d, f) }

func (f *file) member(name []byte) member {
	switch string(name) {
	case "name":
		return &f.Name
	case "path":
		return &f.Path
	case "hashes":
		return &f.Hashes
	}
	return nil
}

func (f *fingerprint) read(d *decoder) error { return readObject(d, f) }

func (f *fingerprint) member(name []byte) member {
	switch string(name) {
	case "value":
		return &f.Value
	}
	return nil
}

func (m *email) read(d *decoder) error { return readObject(d, m) }

func (m *email) member(name []byte) member {
	switch string(name) {
	case "from":
		return &m.From
	case "sender":
		return &m.Sender
	case "to":
		return &m.To
	case "x_originating_ip":
		return &m.Origins
	case "files":
		return &m.Files
	case "urls":
		return &m.URLs
	}
	return nil
}

func (u *url) read(d *decoder) error { return readObject(d, u) }

func (u *url) member(name []byte) member {
	switch string(name) {
	case "url_string":
		return &u.Text
	case "hostname":
		return &u.Hostname
	case "domain":
		return &u.Domain
	}
	return nil
}

func (q *query) read(d *decoder) error { return readObject(d, q) }

func (q *query) member(name []byte) member {
	switch string(name) {
	case "hostname":
		return &q.Hostname
	}
	return nil
}

func (r *request) read(d *decoder) error { return readObject(d, r) }

func (r *request) member(name []byte) member {
	switch string(name) {
	case "url":
		return &r.URL
	}
	return nil
}

func (m *malware) read(d *decoder) error { return readObject(d, m) }

func (m *malware) member(name []byte) member {
	switch string(name) {
	case "files":
		return &m.Files
	}
	return nil
}

func (r *resource) read(d *decoder) error { return readObject(d, r) }

func (r *resource) member(name []byte) member {
	switch string(name) {
	case "uid":
		return &r.UID
	case "name":
		return &r.Name
	case "hostname":
		return &r.Hostname
	case "ip":
		return &r.IP
	}
	return nil
}

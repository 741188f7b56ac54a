package campaign

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// severities by their OCSF id.
var severities = [...]string{"Unknown", "Informational", "Low", "Medium", "High", "Critical"}

// finding is an event being written: OCSF, in the order that its readers know.
type finding struct {
	b []byte
	scene
}

func (w *finding) raw(s string) { w.b = append(w.b, s...) }

func (w *finding) number(n int64) { w.b = strconv.AppendInt(w.b, n, 10) }

// text writes s as a JSON string, its {places} filled.
func (w *finding) text(s string) {
	w.raw(`"`)
	for {
		open := strings.IndexByte(s, '{')
		shut := strings.IndexByte(s, '}')
		if open < 0 || shut < open {
			break
		}
		w.escape(s[:open])
		w.escape(w.fill(s[open+1 : shut]))
		s = s[shut+1:]
	}
	w.escape(s)
	w.raw(`"`)
}

func (w *finding) escape(s string) {
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			w.b = append(w.b, '\\')
		}
		w.b = append(w.b, s[i])
	}
}

func (w *finding) fill(place string) string {
	switch place {
	case "user":
		return w.cast.name
	case "host":
		return w.cast.on.name
	case "ip":
		return w.cast.on.ip
	case "server":
		return w.cast.server.name
	case "remote":
		return w.cast.remote
	case "domain":
		return w.cast.domain
	case "file":
		return w.cast.file
	}
	return ""
}

// field writes "name":"text", with a comma before it unless it is the first of its object.
func (w *finding) field(name, text string) {
	if last := w.b[len(w.b)-1]; last != '{' {
		w.raw(`,`)
	}
	w.raw(`"`)
	w.raw(name)
	w.raw(`":`)
	w.text(text)
}

// write is the scene as a finding.
func (now scene) write(s *Story) []byte {
	w := &finding{b: make([]byte, 0, 2048), scene: now}
	w.class(s)
	w.info(s)
	w.device()
	w.evidence(s)
	w.observables()
	w.raw(`}`)
	return w.b
}

func (w *finding) class(s *Story) {
	p := w.pattern
	w.raw(`{"activity_id":1,"activity_name":"Create","category_uid":2,"category_name":"Findings","class_uid":2004,"class_name":"Detection Finding",` +
		`"type_uid":200401,"status_id":1,"status":"New","severity_id":`)
	w.number(int64(p.severity))
	w.field("severity", severities[p.severity])
	w.raw(`,"confidence_score":`)
	w.number(int64(45 + p.severity*10))
	w.raw(`,"time":`)
	w.number(s.at.UnixMilli())
	w.raw(`,"metadata":{"version":"1.5.0","log_name":"`)
	w.raw(p.sensor)
	w.raw(`","product":{`)
	w.field("name", p.product.name)
	w.field("vendor_name", p.vendor)
	w.raw(`}}`)
}

func (w *finding) info(s *Story) {
	p := w.pattern
	w.raw(`,"finding_info":{"uid":"`)
	w.uid(s)
	w.raw(`"`)
	w.field("title", p.title)
	w.field("desc", w.description())
	w.raw(`,"created_time":`)
	w.number(s.at.UnixMilli())
	w.raw(`,"created_time_dt":"`)
	w.b = s.at.AppendFormat(w.b, time.RFC3339Nano)
	w.raw(`","analytic":{"type":"Rule","type_id":1`)
	w.field("uid", p.id)
	w.field("name", p.title)
	w.raw(`},"attacks":[{"tactic":{`)
	w.field("uid", p.tactic)
	w.field("name", tactics[p.tactic])
	w.raw(`},"technique":{`)
	w.field("uid", p.technique)
	w.field("name", p.means)
	w.raw(`}}]}`)
}

// uid is unique to the event: its number, behind what tells the story from others.
func (w *finding) uid(s *Story) {
	const digits = "0123456789abcdef"
	for shift := 60; shift >= 0; shift -= 4 {
		w.b = append(w.b, digits[s.salt>>shift&15])
	}
	w.raw(`-`)
	w.b = strconv.AppendUint(w.b, s.told, 10)
}

var uidForm = regexp.MustCompile(`^[0-9a-f]{16}-[0-9]+$`)

// Told says whether a uid looks like that of an event of some story.
func Told(uid string) bool { return uidForm.MatchString(uid) }

func (w *finding) device() {
	w.raw(`,"device":{"type_id":`)
	if w.cast.on.server {
		w.raw(`1,"type":"Server"`)
	} else {
		w.raw(`2,"type":"Desktop"`)
	}
	w.field("hostname", w.cast.on.name)
	w.field("ip", w.cast.on.ip)
	w.raw(`}`)
}

func (w *finding) description() string {
	if w.cast.name == "" {
		return w.pattern.title + " on {host}."
	}
	return w.pattern.title + " on {host}, user {user}."
}

// evidence is a process for what an endpoint saw, else who spoke with whom.
func (w *finding) evidence(s *Story) {
	w.raw(`,"evidences":[{`)
	if w.cast.name != "" {
		w.raw(`"actor":{"user":{`)
		w.field("name", w.cast.name)
		w.field("email_addr", w.cast.mail)
		w.raw(`}},`)
	}
	if w.pattern.process != "" {
		w.process(s)
	} else {
		w.raw(`"query":{`)
		w.field("hostname", "{domain}")
		w.raw(`}`)
	}
	if w.hasPeer() {
		w.raw(`,"src_endpoint":{`)
		w.field("ip", "{remote}")
		w.raw(`},"dst_endpoint":{`)
		w.field("ip", "{ip}")
		w.raw(`}`)
	}
	w.raw(`}]`)
}

// hasPeer: what a process does at a desk shows nobody at the other end.
func (w *finding) hasPeer() bool { return w.pattern.process == "" || w.cast.on.server }

func (w *finding) process(s *Story) {
	w.raw(`"process":{"pid":`)
	w.number(int64(1000 + s.told*37%60000))
	w.field("name", w.pattern.process)
	w.field("cmd_line", w.pattern.command)
	w.raw(`,"file":{`)
	w.field("name", w.pattern.process)
	w.raw(`,"hashes":[{"algorithm":"SHA-256","algorithm_id":3`)
	w.field("value", w.cast.hash)
	w.raw(`}]}}`)
}

func (w *finding) observables() {
	w.raw(`,"observables":[`)
	w.observable(1, "Hostname", "device.hostname", "{host}")
	w.raw(`,`)
	w.observable(2, "IP Address", "device.ip", "{ip}")
	if w.cast.name != "" {
		w.raw(`,`)
		w.observable(4, "User Name", "evidences[].actor.user.name", "{user}")
	}
	if w.hasPeer() {
		w.raw(`,`)
		w.observable(2, "IP Address", "evidences[].src_endpoint.ip", "{remote}")
	}
	w.raw(`]`)
}

func (w *finding) observable(id int64, kind, name, value string) {
	w.raw(`{"type_id":`)
	w.number(id)
	w.field("type", kind)
	w.field("name", name)
	w.field("value", value)
	w.raw(`}`)
}

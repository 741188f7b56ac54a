package intake

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// finding is what is read of an OCSF finding: of class 2004 with finding_info,
// and of 2001 with finding in its place. All of it is read leniently: a field
// of a wrong JSON type is as good as missing, and only the few that matter
// look at wrong.
type finding struct {
	ClassUID  text `json:"class_uid"`
	ClassName text `json:"class_name"`
	TypeUID   text `json:"type_uid"`

	SeverityID      text `json:"severity_id"`
	Severity        text `json:"severity"`
	Confidence      text `json:"confidence"`
	ConfidenceScore text `json:"confidence_score"`
	Message         text `json:"message"`
	Time            text `json:"time"`
	TimeDT          text `json:"time_dt"`

	Info     object[info]     `json:"finding_info"`
	OldInfo  object[info]     `json:"finding"`
	Analytic object[analytic] `json:"analytic"`
	Metadata object[metadata] `json:"metadata"`
	Unmapped object[unmapped] `json:"unmapped"`

	Attacks     list[object[attack]]     `json:"attacks"`
	Observables list[object[observable]] `json:"observables"`
	Evidences   list[object[evidence]]   `json:"evidences"`
	Malware     list[object[malware]]    `json:"malware"`
	Resources   list[object[resource]]   `json:"resources"`
	Resource    list[object[resource]]   `json:"resource"`
	evidence    `json:",inline"`
}

type info struct {
	UID            text                 `json:"uid"`
	Title          text                 `json:"title"`
	Desc           text                 `json:"desc"`
	Types          list[text]           `json:"types"`
	Analytic       object[analytic]     `json:"analytic"`
	Attacks        list[object[attack]] `json:"attacks"`
	CreatedTime    text                 `json:"created_time"`
	CreatedTimeDT  text                 `json:"created_time_dt"`
	FirstSeen      text                 `json:"first_seen_time"`
	FirstSeenDT    text                 `json:"first_seen_time_dt"`
	LastSeen       text                 `json:"last_seen_time"`
	LastSeenDT     text                 `json:"last_seen_time_dt"`
	ModifiedTime   text                 `json:"modified_time"`
	ModifiedTimeDT text                 `json:"modified_time_dt"`
}

type named struct {
	UID  text `json:"uid"`
	Name text `json:"name"`
}

type analytic = named

type metadata struct {
	UID            text          `json:"uid"`
	LogName        text          `json:"log_name"`
	Product        object[named] `json:"product"`
	ModifiedTime   text          `json:"modified_time"`
	ModifiedTimeDT text          `json:"modified_time_dt"`
}

type unmapped struct {
	Deprioritized text `json:"deprioritized"`
	ThreatScore   text `json:"threat_score"`
}

type attack struct {
	Tactic       object[named]       `json:"tactic"`
	Tactics      list[object[named]] `json:"tactics"`
	Technique    object[named]       `json:"technique"`
	SubTechnique object[named]       `json:"sub_technique"`
}

type observable struct {
	Name   text `json:"name"`
	Type   text `json:"type"`
	TypeID text `json:"type_id"`
	Value  text `json:"value"`
}

// evidence is what an element of evidences holds, and, in part, the finding itself.
type evidence struct {
	Actor   object[actor]    `json:"actor"`
	User    object[user]     `json:"user"`
	Device  object[endpoint] `json:"device"`
	Src     object[endpoint] `json:"src_endpoint"`
	Dst     object[endpoint] `json:"dst_endpoint"`
	Process object[process]  `json:"process"`
	File    object[file]     `json:"file"`
	Email   object[email]    `json:"email"`
	URL     object[url]      `json:"url"`
	Query   object[query]    `json:"query"`
	Request object[request]  `json:"http_request"`
}

type actor struct {
	Process object[process] `json:"process"`
	User    object[user]    `json:"user"`
}

type user struct {
	Name  text `json:"name"`
	UID   text `json:"uid"`
	Email text `json:"email_addr"`
}

type endpoint struct {
	Hostname text             `json:"hostname"`
	Name     text             `json:"name"`
	IP       text             `json:"ip"`
	Location object[location] `json:"location"`
}

type location struct {
	Country     text       `json:"country"`
	City        text       `json:"city"`
	Lat         text       `json:"lat"`
	Long        text       `json:"long"`
	Coordinates list[text] `json:"coordinates"`
}

type process struct {
	Name    text         `json:"name"`
	UID     text         `json:"uid"`
	CmdLine text         `json:"cmd_line"`
	File    object[file] `json:"file"`
	User    object[user] `json:"user"`
}

type file struct {
	Name   text                      `json:"name"`
	Path   text                      `json:"path"`
	Hashes list[object[fingerprint]] `json:"hashes"`
}

type fingerprint struct {
	Value text `json:"value"`
}

type email struct {
	From    text               `json:"from"`
	Sender  text               `json:"sender"`
	To      list[text]         `json:"to"`
	Origins list[text]         `json:"x_originating_ip"`
	Files   list[object[file]] `json:"files"`
	URLs    list[object[url]]  `json:"urls"`
}

type url struct {
	Text     text `json:"url_string"`
	Hostname text `json:"hostname"`
	Domain   text `json:"domain"`
}

type query struct {
	Hostname text `json:"hostname"`
}

type request struct {
	URL object[url] `json:"url"`
}

type malware struct {
	Files list[object[file]] `json:"files"`
}

type resource struct {
	UID      text `json:"uid"`
	Name     text `json:"name"`
	Hostname text `json:"hostname"`
	IP       text `json:"ip"`
}

// text is a JSON string or, digit by digit as sent, a number; also true and
// false. Other types leave it empty, and all but null mark it as wrong.
type text struct {
	string
	wrong bool
}

// UnmarshalJSONFrom reads any value.
func (t *text) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	switch d.PeekKind() {
	case '"', 't', 'f':
		token, err := d.ReadToken()
		t.string = token.String()
		return err
	case '0':
		number, err := d.ReadValue()
		t.string = string(number)
		return err
	}
	t.wrong = d.PeekKind() != 'n'
	return d.SkipValue()
}

// object reads a T from an object and passes over everything else.
type object[T any] struct {
	v     T
	wrong bool
}

// UnmarshalJSONFrom reads any value.
func (o *object[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() == '{' {
		return json.UnmarshalDecode(d, &o.v)
	}
	o.wrong = d.PeekKind() != 'n'
	return d.SkipValue()
}

// list reads the elements of a list; anything else is a list of one.
type list[T any] []T

// UnmarshalJSONFrom reads any value.
func (l *list[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	switch d.PeekKind() {
	case 'n':
		return d.SkipValue()
	case '[':
		return l.elements(d)
	}
	return l.element(d)
}

func (l *list[T]) elements(d *jsontext.Decoder) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != ']' {
		if err := l.element(d); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func (l *list[T]) element(d *jsontext.Decoder) error {
	var v T
	if err := json.UnmarshalDecode(d, &v); err != nil {
		return err
	}
	*l = append(*l, v)
	return nil
}

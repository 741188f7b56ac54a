package intake

// finding is what is read of an OCSF finding: of class 2004 with finding_info,
// and of 2001 with finding in its place. All of it is read leniently: a field
// of a wrong JSON type is as good as missing, and only the few that matter
// look at wrong.
type finding struct {
	cut bool // a list is longer than what was read of it

	ClassUID  text
	ClassName text
	TypeUID   text

	SeverityID      text
	Severity        text
	Confidence      text
	ConfidenceScore text
	Message         text
	Time            text
	TimeDT          text

	Info     info
	OldInfo  info
	Analytic named
	Metadata metadata
	Unmapped unmapped

	Attacks     list[attack]
	Observables list[observable]
	Evidences   list[evidence]
	Malware     list[malware]
	Resources   list[resource]
	Resource    list[resource]
	evidence
}

type info struct {
	wrong          bool // the finding has something else here
	UID            text
	Title          text
	Desc           text
	Types          list[text]
	Analytic       named
	Attacks        list[attack]
	CreatedTime    text
	CreatedTimeDT  text
	FirstSeen      text
	FirstSeenDT    text
	LastSeen       text
	LastSeenDT     text
	ModifiedTime   text
	ModifiedTimeDT text
}

type named struct {
	UID  text
	Name text
}

type metadata struct {
	UID            text
	LogName        text
	Product        named
	ModifiedTime   text
	ModifiedTimeDT text
}

type unmapped struct {
	Deprioritized text
	ThreatScore   text
}

type attack struct {
	Tactic       named
	Tactics      list[named]
	Technique    named
	SubTechnique named
}

type observable struct {
	Name   text
	Type   text
	TypeID text
	Value  text
}

// evidence is what an element of evidences holds, and, in part, the finding itself.
type evidence struct {
	Actor   actor
	User    user
	Device  endpoint
	Src     endpoint
	Dst     endpoint
	Process process
	File    file
	Email   email
	URL     url
	Query   query
	Request request
}

type actor struct {
	Process process
	User    user
}

type user struct {
	Name  text
	UID   text
	Email text
}

type endpoint struct {
	Hostname text
	Name     text
	IP       text
	Location location
}

type location struct {
	Country     text
	City        text
	Lat         text
	Long        text
	Coordinates list[text]
}

type process struct {
	Name    text
	UID     text
	CmdLine text
	File    file
	User    user
}

type file struct {
	Name   text
	Path   text
	Hashes list[fingerprint]
}

type fingerprint struct {
	Value text
}

type email struct {
	From    text
	Sender  text
	To      list[text]
	Origins list[text]
	Files   list[file]
	URLs    list[url]
}

type url struct {
	Text     text
	Hostname text
	Domain   text
}

type query struct {
	Hostname text
}

type request struct {
	URL url
}

type malware struct {
	Files list[file]
}

type resource struct {
	UID      text
	Name     text
	Hostname text
	IP       text
}

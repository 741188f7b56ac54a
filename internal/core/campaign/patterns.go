package campaign

// pattern is an analytic of a product: what it is called, how grave it is, and
// how its evidence looks. Texts may hold {user}, {host}, {ip}, {server},
// {remote}, {domain} and {file}.
type pattern struct {
	product
	id        string // the analytic's own
	title     string
	severity  int // OCSF severity_id
	tactic    string
	technique string
	means     string // the technique's name
	process   string // name of the process; none for what the network saw
	command   string
	onServer  bool
	weight    int // how common it is among everyday events
}

// product guards servers of one duty, or no particular ones.
type product struct{ name, vendor, sensor, guards string }

var (
	endpoint = product{"Aegis Endpoint", "Aegis Works", "endpoint", ""}
	mail     = product{"Harbor Mail Shield", "Harbor", "email", ""}
	network  = product{"Lantern NDR", "Lantern Labs", "network", ""}
	identity = product{"Keystone Identity", "Keystone", "identity", ""}
	waf      = product{"Moat Web Firewall", "Moat", "web", "web"}
	cloud    = product{"Cirrus Cloud Audit", "Cirrus", "cloud", ""}
)

// tactics by id, as the ATT&CK matrix has them.
var tactics = map[string]string{
	"TA0043": "Reconnaissance", "TA0001": "Initial Access", "TA0002": "Execution", "TA0003": "Persistence", "TA0004": "Privilege Escalation",
	"TA0005": "Stealth", "TA0112": "Defense Impairment", "TA0006": "Credential Access", "TA0007": "Discovery", "TA0008": "Lateral Movement",
	"TA0009": "Collection", "TA0011": "Command and Control", "TA0010": "Exfiltration", "TA0040": "Impact",
}

// everyday is what comes in without anybody attacking: rare are those that
// trigger rules, for a security product that cries all day is soon switched off.
var everyday = []pattern{
	{endpoint, "AE-2001", "Potentially unwanted application blocked", 2, "TA0002", "T1204.002", "Malicious File", "chrome.exe", `"C:\Program Files\Google\Chrome\Application\chrome.exe" --download {file}-setup.exe`, false, 12},
	{endpoint, "AE-2014", "PowerShell with an execution policy bypass", 2, "TA0002", "T1059.001", "PowerShell", "powershell.exe", `powershell.exe -ExecutionPolicy Bypass -File C:\it\inventory.ps1 -Host {host}`, false, 14},
	{endpoint, "AE-2033", "Unsigned driver load attempt", 2, "TA0003", "T1547.001", "Registry Run Keys / Startup Folder", "services.exe", `C:\Windows\System32\services.exe`, false, 5},
	{endpoint, "AE-2040", "USB storage device connected", 1, "TA0001", "T1091", "Replication Through Removable Media", "explorer.exe", `C:\Windows\explorer.exe /select,E:\{file}.pdf`, false, 16},
	{endpoint, "AE-2051", "Local administrator group changed", 2, "TA0003", "T1136.001", "Local Account", "net.exe", `net localgroup administrators {user} /add`, false, 4},
	{endpoint, "AE-2102", "Package installed outside of the maintenance window", 1, "TA0002", "T1059", "Command and Scripting Interpreter", "apt-get", `apt-get install -y {file}`, true, 8},
	{endpoint, "AE-2110", "Browser extension with broad permissions installed", 1, "TA0003", "T1176", "Software Extensions", "msedge.exe", `"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe" --install-extension {file}`, false, 9},
	{endpoint, "AE-2300", "Known malicious file quarantined", 3, "TA0002", "T1204.002", "Malicious File", "outlook.exe", `"C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE" /f {file}.docm`, false, 3},
	{mail, "HM-110", "Spam campaign stopped", 1, "TA0001", "T1566.002", "Spearphishing Link", "", "", false, 18},
	{mail, "HM-121", "Attachment of a rare type stripped", 1, "TA0001", "T1566.001", "Spearphishing Attachment", "", "", false, 10},
	{mail, "HM-140", "User reported a suspicious message", 2, "TA0001", "T1566.002", "Spearphishing Link", "", "", false, 8},
	{network, "LN-301", "Connection to a rare country", 1, "TA0011", "T1071.001", "Web Protocols", "", "", false, 14},
	{network, "LN-314", "Port scan inside the network", 2, "TA0007", "T1046", "Network Service Discovery", "", "", true, 9},
	{network, "LN-322", "DNS request for a newly registered domain", 2, "TA0011", "T1071.004", "DNS", "", "", false, 12},
	{network, "LN-340", "Remote access tool in use", 3, "TA0011", "T1571", "Non-Standard Port", "", "", false, 2},
	{identity, "KI-11", "Several failed logins", 1, "TA0006", "T1110", "Brute Force", "", "", false, 22},
	{identity, "KI-17", "Login from a new device", 1, "TA0001", "T1078", "Valid Accounts", "", "", false, 20},
	{identity, "KI-24", "Second factor denied by the user", 3, "TA0006", "T1621", "Multi-Factor Authentication Request Generation", "", "", false, 2},
	{waf, "MW-900", "Automated scanner at the public web site", 2, "TA0043", "T1595.002", "Vulnerability Scanning", "", "", true, 16},
	{waf, "MW-941", "Cross-site scripting attempt blocked", 2, "TA0001", "T1190", "Exploit Public-Facing Application", "", "", true, 8},
	{cloud, "CC-71", "Storage bucket opened to the public", 3, "TA0010", "T1567.002", "Exfiltration to Cloud Storage", "", "", false, 1},
	{cloud, "CC-80", "Access key older than a year used", 1, "TA0001", "T1078.004", "Cloud Accounts", "", "", false, 10},
}

// draw holds each everyday pattern as often as it weighs.
var draw = func() (all []*pattern) {
	for i := range everyday {
		for range everyday[i].weight {
			all = append(all, &everyday[i])
		}
	}
	return all
}()

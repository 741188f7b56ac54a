# Makes techniques.tsv of MITRE's table of techniques (id, name, tactics,
# is_subtechnique, deprecated, revoked, revoked_by, …):
#
#	awk -f derive.awk techniques-of-mitre.tsv > techniques.tsv
#
# Defense Evasion became Stealth; T1562 and its children Defense Impairment.
# The last column is the successor of a revoked technique, "-" where a
# technique was withdrawn without one.
BEGIN { FS = OFS = "\t" }
NR == 1 { next }
{
	gsub(/ /, "", $3)
	sub(/defense-evasion/, ($1 ~ /^T1562(\.|$)/) ? "defense-impairment" : "stealth", $3)
	successor = $7
	if (successor == "" && ($5 == "true" || $6 == "true")) successor = "-"
	print $1, $2, $3, successor
}

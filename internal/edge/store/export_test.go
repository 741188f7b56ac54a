package store

import "strconv"

// Statements are what must find its rows by a key, as texts.
func Statements() []string {
	all := []string{
		openBetween, openSpan, members, memberships, pastArrivals, pastUpdates, pastVersions, pastFolds, pastCommands, pastSettings, pastBooks,
		knownFolds + "($2, $3)", currentSettings, openCases, openKeys, openBars, heldKeys, heldBars, casesOf, trimBacktests,
		advance, keepCurrent, replaceCurrent, replaceRaw, oneCase, oneDetection, sharedVersion,
	}
	for _, b := range bulks {
		all = append(all, b.text(2, func(n int) string { return "$" + strconv.Itoa(n) }))
	}
	return all
}

package store

// Statements are what must find its rows by a key, as texts.
func Statements() []string {
	all := []string{
		openBetween, openSpan, members, memberships, pastArrivals, pastUpdates, pastVersions, pastFolds, pastCommands, pastSettings, pastBooks,
		knownFolds + "($2, $3)", tailEnd, segmentEnd, wholeTail, dropTail, newSegments, newTail, chunkOf, ofIntake, blockOf, currentSettings, openCases, openKeys, openBars, heldKeys, heldBars, casesOf, trimBacktests,
		advance, keepCurrent, replaceCurrent, replaceRaw, oneCase, oneDetection, sharedVersion,
	}
	for _, b := range bulks {
		all = append(all, b.text(2, numbered))
	}
	return all
}

// SealEach lets every so many marks of intake be a segment.
func SealEach(n int64) (undo func()) {
	before := segmentSize
	segmentSize = n
	return func() { segmentSize = before }
}

package engine

// Most cases of a test are read back from its ledger, as most of a million are.
func init() { maxAtHand = 0 }

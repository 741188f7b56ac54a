package main

// rules are the verbs about rules.
type rules struct {
	Test rulesTest `cmd:"" help:"Tell stories of rules on a store in memory, and say what comes out differently."`
}

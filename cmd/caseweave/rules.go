package main

// rules are the verbs about rules.
type rules struct {
	Backtest rulesBacktest `cmd:"" help:"Ask a server what other rules would have done."`
	Import   rulesImport   `cmd:"" help:"Import a rule file into a tenant, all or nothing."`
	Export   rulesExport   `cmd:"" help:"Print a tenant's rules and templates as a file."`
	Lint     rulesLint     `cmd:"" help:"Check a rule file without a server."`
	Test     rulesTest     `cmd:"" help:"Tell stories of rules on a store in memory, and say what comes out differently."`
	Schema   rulesSchema   `cmd:"" help:"Print the JSON Schema of rule files, for editors."`
}

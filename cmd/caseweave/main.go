// Command caseweave is the whole product: server, command line and tools in one
// binary. Each verb stands in a file of its own; none of them decides anything.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"

	"caseweave/internal/core/fault"
)

// version is stamped by the build.
var version = ""

// commandLine is every verb; each flag can also be set by CASEWEAVE_<FLAG> or in a YAML file.
type commandLine struct {
	Config kong.ConfigFlag `help:"Read settings from this YAML file: a key per flag." placeholder:"FILE"`

	Serve    serve     `cmd:"" help:"Run the server."`
	Ingest   ingest    `cmd:"" help:"Send detections from a file or standard input to a server."`
	Rules    rules     `cmd:"" help:"Try, check, import and export rules."`
	Partner  partner   `cmd:"" help:"Create partners."`
	Tenant   tenant    `cmd:"" help:"Create tenants."`
	User     user      `cmd:"" help:"Create users."`
	Token    token     `cmd:"" help:"Create API tokens."`
	Simulate simulate  `cmd:"" help:"Print campaigns and everyday noise, as OCSF NDJSON."`
	Bench    benchmark `cmd:"" help:"Hold installations of its own against every budget of speed."`
	Replay   replayed  `cmd:"" help:"Decide everything again in memory and tell what differs from what is stored; works beside a running server."`
	Verify   verify    `cmd:"" help:"Hold an exported history against its signed checkpoint; works without a server, and names the first entry that is wrong."`
	Migrate  migrate   `cmd:"" help:"Move an installation to another database."`
	Backup   backup    `cmd:"" help:"Write all that the embedded database holds at one moment into a file; works beside a running server. PostgreSQL has pg_dump."`
	Restore  restore   `cmd:"" help:"Fill an empty directory from a backup of the embedded database. PostgreSQL has pg_restore."`
	Openapi  openapi   `cmd:"" help:"Print the OpenAPI description of the HTTP interface."`
	Version  printed   `cmd:"" help:"Print the version."`
}

func main() {
	var c commandLine
	parser := kong.Must(
		&c,
		kong.Name("caseweave"),
		kong.Description("Security case management with automatic cases."),
		kong.UsageOnError(),
		kong.WithHyphenPrefixedParameters(true), // --from -7d
		kong.DefaultEnvars("CASEWEAVE"),
		kong.Configuration(settings),
	)
	nearest(os.Args[1:])
	ctx, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)

	until, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ctx.BindTo(until, (*context.Context)(nil))
	if err := ctx.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "caseweave: "+explain(err))
		os.Exit(exitStatus(err))
	}
}

// nearest lets the storage that the command line names win over one of the other
// kind in the environment.
func nearest(args []string) {
	for flag, other := range map[string]string{"--data": "CASEWEAVE_DATABASE", "--database": "CASEWEAVE_DATA"} {
		named := func(arg string) bool { return arg == flag || strings.HasPrefix(arg, flag+"=") }
		if slices.ContainsFunc(args, named) {
			_ = os.Unsetenv(other)
		}
	}
}

// settings reads the YAML file that --config names.
func settings(r io.Reader) (kong.Resolver, error) {
	var values map[string]any
	if err := yaml.NewDecoder(r).Decode(&values); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the settings file: %w", err)
	}
	asJSON, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("the settings file: %w", err)
	}
	file, err := kong.JSON(bytes.NewReader(asJSON))
	if err != nil {
		return nil, fmt.Errorf("the settings file: %w", err)
	}
	return settingsFile{file, values}, nil
}

// settingsFile gives flags their values where the environment has none.
type settingsFile struct {
	kong.Resolver
	values map[string]any
}

// Resolve answers nothing where the environment, which is nearer, speaks.
func (f settingsFile) Resolve(c *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if slices.ContainsFunc(flag.Envs, isSet) {
		return nil, nil
	}
	value, err := f.Resolver.Resolve(c, parent, flag)
	if _, truth := value.(bool); flag.IsBool() && value != nil && !truth {
		return nil, fmt.Errorf("the settings file: %s is true or false", flag.Name)
	}
	return value, err
}

// Validate refuses keys that are no flag of any verb.
func (f settingsFile) Validate(app *kong.Application) error {
	known := map[string]bool{}
	_ = kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known[flag.Name] = true
		}
		return next(nil)
	})
	for key := range f.values {
		if !known[key] {
			return fmt.Errorf("the settings file: there is no setting %q", key)
		}
	}
	return nil
}

func isSet(variable string) bool {
	_, ok := os.LookupEnv(variable)
	return ok
}

// explain is err for a person, with the places that it points at.
func explain(err error) string {
	lines := []string{sentence(err)}
	for _, d := range fault.DetailsOf(err) {
		place := d.Location
		if d.Line > 0 {
			place = strings.TrimSpace(fmt.Sprintf("%s line %d, column %d", place, d.Line, d.Column))
		}
		line := "  " + place + ": " + d.Message
		if d.Suggestion != "" {
			line += " Did you mean " + d.Suggestion + "?"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// sentence leaves out the cause of what a person did wrong.
func sentence(err error) string {
	if f, ok := err.(*fault.Error); ok && (f.Kind == fault.Invalid || f.Kind == fault.NotFound || f.Kind == fault.Conflict) {
		return f.Message
	}
	return err.Error()
}

// status is an error that chooses the exit status.
type status struct {
	error
	code int
}

func exitStatus(err error) int {
	var s status
	if errors.As(err, &s) {
		return s.code
	}
	return 1
}

// stamped is the version for people.
func stamped() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "development"
}

type printed struct{}

// Run prints the version.
func (printed) Run() error {
	fmt.Println("caseweave " + stamped())
	return nil
}

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"caseweave/internal/edge/sender"
)

type ingest struct {
	URL      string        `help:"The server's address." default:"http://127.0.0.1:8420"`
	Token    string        `help:"An API token of a role that may send." required:""`
	Tenant   string        `help:"The tenant to send to." default:"default"`
	Source   string        `help:"Which product the events are of: ocsf, wazuh, suricata." default:"ocsf"`
	Patience time.Duration `help:"How long to try again while the server is away or busy." default:"30s"`
	Strict   bool          `help:"Exit with status 3 when records were rejected."`
	File     string        `arg:"" optional:"" help:"NDJSON or JSON, plain or gzip; standard input when left out or -." default:"-"`
}

// Run sends the file and prints what became of it.
func (v ingest) Run(ctx context.Context) error {
	in, size, err := v.open()
	if err != nil {
		return err
	}
	defer in.Close()
	bar := progress(size)
	to := sender.Target{
		URL: v.URL, Token: v.Token, Tenant: v.Tenant, Source: v.Source, Patience: v.Patience,
		Client: &http.Client{},
	}
	counted := progressbar.NewReader(in, bar)
	summary, err := sender.Send(ctx, to, &counted, func(s sender.Summary) {
		bar.Describe(fmt.Sprintf("%d lines", s.Lines))
	})
	_ = bar.Exit()
	tell(os.Stdout, summary)
	if err != nil {
		return fmt.Errorf("after %d lines: %w", summary.Lines, err)
	}
	if v.Strict && summary.RejectedTotal > 0 {
		return status{fmt.Errorf("%d records were rejected", summary.RejectedTotal), 3}
	}
	return nil
}

func (v ingest) open() (io.ReadCloser, int64, error) {
	if v.File == "-" {
		return os.Stdin, -1, nil
	}
	f, err := os.Open(v.File)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// progress is a bar on a terminal, and nothing elsewhere.
func progress(size int64) *progressbar.ProgressBar {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return progressbar.DefaultBytesSilent(size)
	}
	return progressbar.DefaultBytes(size, "sending")
}

// tell prints the summary: a line per figure, and the refusals one by one.
func tell(w io.Writer, s sender.Summary) {
	fmt.Fprintf(w, "accepted   %d\nupdated    %d\nunchanged  %d\nfolded     %d\nskipped    %d\nrejected   %d\n",
		s.Accepted, s.Updated, s.Unchanged, s.Folded, s.Skipped, s.RejectedTotal)
	if s.TimesAssumed > 0 {
		fmt.Fprintf(w, "%d had no time to trust and got the time of their arrival\n", s.TimesAssumed)
	}
	for _, r := range s.Rejected {
		fmt.Fprintf(w, "  line %d: %s\n", r.Line, printable(r.Reason))
	}
	if more := s.RejectedTotal - len(s.Rejected); more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
	const shown = 10
	if n := len(s.Cases); n > 0 {
		fmt.Fprintf(w, "cases      %d: %s", n, strings.Join(s.Cases[:min(n, shown)], " "))
		if n > shown {
			fmt.Fprint(w, " …")
		}
		fmt.Fprintln(w)
	}
}

// printable keeps what a foreign text holds from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '�'
		}
		return r
	}, s)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"
)

type verify struct {
	Key    *string `help:"The public key of the installation, as it was told before or by another way; without it, the export's own is used, and its fingerprint told for comparing." placeholder:"PUBLIC"`
	Export string  `arg:"" help:"The exported file; - for standard input."`
}

// Run holds the export against its checkpoint and prints what it proves. A flaw
// makes the exit status 3.
func (v verify) Run(context.Context) error {
	key := ""
	if v.Key != nil {
		key = *v.Key
		if err := proof.CheckPublic(key); err != nil {
			return fault.Because(err, fault.Invalid, "That is no public key: one looks like caseweave+8f3a91bc+AQID…")
		}
	}
	file, err := opened(v.Export)
	if err != nil {
		return err
	}
	defer file.Close()
	bar := counting("verifying (entries)")
	result, err := proof.Verify(file, key, func(entries uint64) { _ = bar.Set64(int64(entries)) })
	_ = bar.Exit()
	var flaw *proof.Flaw
	switch {
	case errors.As(err, &flaw):
		return status{fmt.Errorf("%s is not what was written: %w", printable(v.Export), flaw), 3}
	case err != nil:
		return err
	}
	v.tell(result)
	return nil
}

func opened(name string) (io.ReadCloser, error) {
	if name == "-" {
		return os.Stdin, nil
	}
	return os.Open(name)
}

func (v verify) tell(r proof.Verified) {
	c := r.Checkpoint
	fmt.Printf("Every entry is as it was written: %d of %s%s.\n", r.Entries, c.Log, selected(r.Selection))
	fmt.Printf("The log had %d entries when it was signed at %s.\n", c.Size, c.At.Format(time.RFC3339))
	fmt.Printf("Signed by the key %s\n", proof.Fingerprint(r.PublicKey))
	if v.Key == nil {
		fmt.Println("The key is the one in the file: compare the fingerprint with the installation's, or name the key with --key.")
	}
}

// selected says in words what an export was asked for.
func selected(s proof.Selection) (words string) {
	if s.All() {
		return ", none left out"
	}
	if s.Case != 0 {
		words += fmt.Sprintf(", of case %d", s.Case)
	}
	if s.Actor != "" {
		words += ", by " + printable(s.Actor)
	}
	if s.From != nil {
		words += ", from " + s.From.Format(time.RFC3339)
	}
	if s.To != nil {
		words += ", before " + s.To.Format(time.RFC3339)
	}
	if s.Withheld {
		words += ", without cases that whoever exported it may not know of"
	}
	return words
}

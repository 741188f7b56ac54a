package proof_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"caseweave/internal/core/proof"

	"pgregory.net/rapid"
)

var signing = func() *proof.Key {
	key, _, err := proof.NewKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}()

// exported is an export of a log of so many entries, of those that are kept.
func exported(size int, selection proof.Selection, keep func(entry uint64) bool) []byte {
	g := &grown{tiles: map[[2]uint64][]byte{}}
	g.append(size)
	tree, err := proof.Grown(uint64(size), g.read)
	if err != nil {
		panic(err)
	}
	g.append(1000) // what is exported stands while the log grows
	var file bytes.Buffer
	at := proof.Checkpoint{Log: proof.History("default"), Size: uint64(size), Root: tree.Root(), At: time.Unix(1_780_000_000, 0)}
	e, err := proof.NewExport(&file, signing, at, tree, selection)
	for entry := uint64(1); entry <= uint64(size) && err == nil; entry++ {
		if keep == nil || keep(entry) {
			err = e.Add(entry, record(entry))
		}
	}
	if err = errors.Join(err, e.End()); err != nil {
		panic(err)
	}
	return file.Bytes()
}

func everyThird(entry uint64) bool { return entry%3 == 0 || entry/100%2 == 0 }

// files are exports with the entries that they hold.
var files = []struct {
	name string
	file []byte
}{
	{"all", exported(300, proof.Selection{}, nil)},
	{"a selection", exported(300, proof.Selection{Actor: "Ada <\u2028>"}, everyThird)},
	{"one entry", exported(1, proof.Selection{}, nil)},
}

func verify(file []byte) (proof.Verified, *proof.Flaw, error) {
	v, err := proof.Verify(bytes.NewReader(file), signing.Public, nil)
	var flaw *proof.Flaw
	errors.As(err, &flaw)
	return v, flaw, err
}

func TestAnExportProvesItself(t *testing.T) {
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			v, _, err := verify(f.file)
			if err != nil || v.Entries != uint64(len(entryLines(f.file))) {
				t.Errorf("%d entries of %d: %v", v.Entries, len(entryLines(f.file)), err)
			}
		})
	}
	for size := 1; size < 520; size += 1 + size/9 {
		if _, _, err := verify(exported(size, proof.Selection{}, nil)); err != nil {
			t.Errorf("of %d entries: %v", size, err)
		}
	}
}

func TestAnotherKeyIsRefused(t *testing.T) {
	other, _, _ := proof.NewKey(rand.Reader)
	_, err := proof.Verify(bytes.NewReader(files[0].file), other.Public, nil)
	var flaw *proof.Flaw
	if !errors.As(err, &flaw) || flaw.Kind != proof.Signature || flaw.Line != 1 {
		t.Errorf("%v", err)
	}
}

var entryPattern = regexp.MustCompile(`^\{"entry":.*"entry":(\d+)`)

// entryLines are the places of lines that hold records.
func entryLines(file []byte) (at []int) {
	for i, line := range bytes.SplitAfter(file, []byte("\n")) {
		if entryPattern.Match(line) {
			at = append(at, i)
		}
	}
	return at
}

func entryOf(line []byte) uint64 {
	found := entryPattern.FindSubmatch(line)
	if found == nil {
		return 0
	}
	n, _ := strconv.ParseUint(string(found[1]), 10, 64)
	return n
}

// spoilt is what was done to an export, and what must be said of it.
type spoilt struct {
	file  []byte
	entry uint64
	line  int
	kinds []proof.FlawKind
}

// Ways to spoil an export at places that are drawn.
var ways = map[string]func(t *rapid.T, lines [][]byte, entries []int) spoilt{
	"flip a byte of a record": func(t *rapid.T, lines [][]byte, entries []int) spoilt {
		at := rapid.SampledFrom(entries).Draw(t, "line")
		entry := entryOf(lines[at])
		lines[at] = slices.Clone(lines[at])
		lines[at][rapid.IntRange(0, len(lines[at])-1).Draw(t, "byte")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		return spoilt{bytes.Join(lines, nil), entry, at + 1, nil}
	},
	"flip a byte of any line": func(t *rapid.T, lines [][]byte, _ []int) spoilt {
		at := rapid.IntRange(0, len(lines)-2).Draw(t, "line")
		entry := entryOf(lines[at])
		lines[at] = slices.Clone(lines[at])
		lines[at][rapid.IntRange(0, len(lines[at])-1).Draw(t, "byte")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		return spoilt{bytes.Join(lines, nil), entry, at + 1, nil}
	},
	"drop a record": func(t *rapid.T, lines [][]byte, entries []int) spoilt {
		at := rapid.SampledFrom(entries).Draw(t, "line")
		return spoilt{bytes.Join(slices.Delete(slices.Clone(lines), at, at+1), nil), entryOf(lines[at]), at + 1, []proof.FlawKind{proof.Missing}}
	},
	"swap two records": func(t *rapid.T, lines [][]byte, entries []int) spoilt {
		a, b := rapid.SampledFrom(entries).Draw(t, "a"), rapid.SampledFrom(entries).Draw(t, "b")
		if a == b {
			t.Skip("one record is not swapped with itself")
		}
		entry := min(entryOf(lines[a]), entryOf(lines[b]))
		lines[a], lines[b] = lines[b], lines[a]
		return spoilt{bytes.Join(lines, nil), entry, min(a, b) + 1, []proof.FlawKind{proof.Swapped}}
	},
	"insert a copy of a record": func(t *rapid.T, lines [][]byte, entries []int) spoilt {
		at, copied := rapid.SampledFrom(entries).Draw(t, "line"), rapid.SampledFrom(entries).Draw(t, "copy")
		entry := entryOf(lines[at])
		if at == copied { // the second of two that are alike is what is too much
			at, entry = at+1, entry+1
		}
		return spoilt{bytes.Join(slices.Insert(slices.Clone(lines), at, lines[copied]), nil), entry, at + 1, []proof.FlawKind{proof.Inserted, proof.Swapped}}
	},
	"insert an invented record": func(t *rapid.T, lines [][]byte, entries []int) spoilt {
		at := rapid.SampledFrom(entries).Draw(t, "line")
		invented := fmt.Appendf(nil, `{"entry":{"entry":%d,"note":"invented"}}`+"\n", entryOf(lines[at]))
		return spoilt{bytes.Join(slices.Insert(slices.Clone(lines), at, invented), nil), entryOf(lines[at]), at + 1, []proof.FlawKind{proof.Inserted, proof.Changed}}
	},
	"replace a record by an invented one": func(t *rapid.T, lines [][]byte, entries []int) spoilt {
		at := rapid.SampledFrom(entries).Draw(t, "line")
		entry := entryOf(lines[at])
		lines[at] = fmt.Appendf(nil, `{"entry":{"entry":%d,"note":"invented"}}`+"\n", entry)
		return spoilt{bytes.Join(lines, nil), entry, at + 1, []proof.FlawKind{proof.Changed}}
	},
	"drop any line": func(t *rapid.T, lines [][]byte, _ []int) spoilt {
		at := rapid.IntRange(1, len(lines)-2).Draw(t, "line")
		return spoilt{bytes.Join(slices.Delete(slices.Clone(lines), at, at+1), nil), entryOf(lines[at]), 0, nil}
	},
	"cut it off": func(t *rapid.T, lines [][]byte, _ []int) spoilt {
		whole := bytes.Join(lines, nil)
		return spoilt{whole[:rapid.IntRange(0, len(whole)-1).Draw(t, "bytes")], 0, 0, nil}
	},
	"add something": func(t *rapid.T, lines [][]byte, _ []int) spoilt {
		more := rapid.SliceOfN(rapid.Byte(), 1, 5).Draw(t, "more")
		return spoilt{append(bytes.Join(lines, nil), more...), 0, len(lines), []proof.FlawKind{proof.Form}}
	},
}

func TestWhateverIsDoneToAnExportIsNamed(t *testing.T) {
	for name, way := range ways {
		for _, f := range files {
			if name == "swap two records" && f.name == "one entry" {
				continue
			}
			t.Run(name+" of "+f.name, func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) {
					done := way(t, bytes.SplitAfter(bytes.Clone(f.file), []byte("\n")), entryLines(f.file))
					_, flaw, err := verify(done.file)
					switch {
					case flaw == nil:
						t.Fatalf("it was not found: %v", err)
					case done.entry != 0 && flaw.Entry != done.entry:
						t.Fatalf("it is said to be %v, and is entry %d", flaw, done.entry)
					case done.line != 0 && flaw.Line != done.line:
						t.Fatalf("it is said to be %v, and is in line %d", flaw, done.line)
					case len(done.kinds) > 0 && !slices.Contains(done.kinds, flaw.Kind):
						t.Fatalf("it is said to be %v, and should be one of %v", flaw, done.kinds)
					}
				})
			})
		}
	}
}

// A hand that knows the form, and not the key, can't hide that a record is gone.
func TestAnEntryThatWasTakenOutWithAllItsLinesIsMissed(t *testing.T) {
	lines := bytes.SplitAfter(exported(40, proof.Selection{Actor: "Ada"}, func(entry uint64) bool { return entry%4 == 0 }), []byte("\n"))
	relinked := bytes.Replace(lines[5], []byte(`"after":8`), []byte(`"after":4`), 1)
	file := bytes.Join(slices.Concat(lines[:3], [][]byte{relinked}, lines[6:]), nil)
	if _, flaw, err := verify(file); flaw == nil || flaw.Kind != proof.Missing {
		t.Errorf("%v", err)
	}
}

func FuzzVerify(f *testing.F) {
	for _, file := range files {
		f.Add(file.file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		v, err := proof.Verify(bytes.NewReader(file), signing.Public, nil)
		if err == nil && !slices.ContainsFunc(files, func(known struct {
			name string
			file []byte
		},
		) bool {
			return bytes.Equal(known.file, file)
		}) {
			t.Fatalf("a file that nobody signed proves %v", v)
		}
	})
}

package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"caseweave/internal/core/fault"
)

// table is one to copy: its name, and its columns, quoted, of which those of the key stand at key.
type table struct {
	name    string
	columns []string
	key     []int
}

// tablesToCopy are all tables of an embedded store, those first that others refer to.
func (s *Store) tablesToCopy(ctx context.Context) ([]table, error) {
	names, err := s.texts(ctx, `SELECT name FROM sqlite_master WHERE type = 'table'
		AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	refers := map[string][]string{}
	for _, name := range names {
		if refers[name], err = s.texts(ctx, `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1)`, name); err != nil {
			return nil, err
		}
	}
	var tables []table
	for _, name := range parentsFirst(names, refers) {
		t := table{name: name}
		if t.columns, err = s.texts(ctx, `SELECT '"' || name || '"' FROM pragma_table_info($1) ORDER BY cid`, name); err != nil {
			return nil, err
		}
		key, err := s.texts(ctx, `SELECT '"' || name || '"' FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk`, name)
		if err != nil {
			return nil, err
		}
		for _, column := range key {
			t.key = append(t.key, slices.Index(t.columns, column))
		}
		if len(t.key) == 0 {
			return nil, fault.New(fault.Internal, "The table %s has no key to copy it by.", name)
		}
		tables = append(tables, t)
	}
	return tables, nil
}

func (s *Store) texts(ctx context.Context, statement string, args ...any) (all []string, err error) {
	rows, err := s.reader.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var text string
		err := rows.Scan(&text)
		all = append(all, text)
		return err
	})
	return all, err
}

// parentsFirst orders names so that each comes after those it refers to.
func parentsFirst(names []string, refers map[string][]string) (ordered []string) {
	placed := map[string]bool{}
	var place func(string)
	place = func(name string) {
		if placed[name] {
			return
		}
		placed[name] = true
		for _, parent := range refers[name] {
			place(parent)
		}
		ordered = append(ordered, name)
	}
	for _, name := range names {
		place(name)
	}
	return ordered
}

// after selects the rows behind that of a key, or all where it is nil, in order.
func (t *table) after(last []any) (string, []any) {
	var key []string
	for _, at := range t.key {
		key = append(key, t.columns[at])
	}
	var a arguments
	text, order := "SELECT "+strings.Join(t.columns, ", ")+" FROM "+t.name, strings.Join(key, ", ")
	if last != nil {
		var places []string
		for _, v := range last {
			places = append(places, a.add(v))
		}
		text += " WHERE (" + order + ") > (" + strings.Join(places, ", ") + ")"
	}
	return text + " ORDER BY " + order, a
}

// keyPart is a value of a key as it is written down.
type keyPart struct {
	Number *int64  `json:"n,omitempty"`
	Text   *string `json:"t,omitempty"`
	Bytes  []byte  `json:"b,omitempty"`
}

func partOf(value any) keyPart {
	switch v := value.(type) {
	case int64:
		return keyPart{Number: &v}
	case string:
		return keyPart{Text: &v}
	case []byte:
		return keyPart{Bytes: v}
	}
	panic("store: a key has numbers, texts and bytes")
}

func (k keyPart) value() any {
	switch {
	case k.Number != nil:
		return *k.Number
	case k.Text != nil:
		return *k.Text
	}
	return slices.Concat([]byte{}, k.Bytes) // never nil: that would be NULL
}

func sizeOf(row []any) (size int) {
	for _, value := range row {
		switch v := value.(type) {
		case string:
			size += len(v)
		case []byte:
			size += len(v)
		default:
			size += 8
		}
	}
	return size
}

// digest is how many rows there are, and the sum of their hashes, in whatever order.
type digest struct {
	rows      int64
	low, high uint64
}

// add takes in a row. Of what the databases tell in different ways, the meaning counts.
func (d *digest) add(row []any) {
	var text []byte
	for _, value := range row {
		switch v := value.(type) {
		case nil:
			text = append(text, 0)
		case bool:
			text = append(text, 1)
			text = binary.AppendVarint(text, map[bool]int64{true: 1}[v])
		case int64:
			text = append(text, 1)
			text = binary.AppendVarint(text, v)
		case string:
			text = binary.AppendUvarint(append(text, 2), uint64(len(v)))
			text = append(text, v...)
		case []byte:
			text = binary.AppendUvarint(append(text, 2), uint64(len(v)))
			text = append(text, v...)
		default:
			panic("store: a table has numbers, texts and bytes")
		}
	}
	sum := sha256.Sum256(text)
	d.rows++
	d.low += binary.BigEndian.Uint64(sum[:8])
	d.high += binary.BigEndian.Uint64(sum[8:16])
}

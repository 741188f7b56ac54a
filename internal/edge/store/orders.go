package store

import (
	"context"
	"database/sql"
	"errors"

	"caseweave/internal/core/settings"
)

var intoCommands = insertion("commands", "tenant, sequence, at, document", "")

// commands writes what people ordered.
func (c *commit) commands(ctx context.Context) error {
	var values []any
	for i := range c.set.Commands {
		o := &c.set.Commands[i]
		text, err := document(&o.Command)
		if err != nil {
			return err
		}
		values = append(values, c.tenant, int64(o.Sequence), c.set.At.UnixMicro(), text)
	}
	return c.insert(ctx, intoCommands, values)
}

const addSettings = `INSERT INTO settings (tenant, sequence, at, document) VALUES ($1, $2, $3, $4)`

// settings writes the tenant's new bounds.
func (c *commit) settings(ctx context.Context) error {
	if c.set.Settings == nil {
		return nil
	}
	text, err := document(c.set.Settings)
	if err == nil {
		_, err = c.run(ctx, addSettings, c.tenant, int64(c.set.After.Sequence), c.set.At.UnixMicro(), text)
	}
	return err
}

const currentSettings = `SELECT document FROM settings WHERE tenant = $1 ORDER BY sequence DESC LIMIT 1`

// Settings are the tenant's; false where it never set any.
func (s *Store) Settings(ctx context.Context, tenantID string) (set settings.Settings, ok bool, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return set, false, err
	}
	var text []byte
	err = s.reader.QueryRowContext(ctx, currentSettings, tenant).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return set, false, nil
	}
	if err == nil {
		err = fromDocument(text, &set)
	}
	return set, err == nil, s.refusal("read the settings", err)
}

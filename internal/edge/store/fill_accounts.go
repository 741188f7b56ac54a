package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/access"
)

// FillAccounts brings users and tokens of earlier tables to where they are
// documents. It is a step of migrations, on either database.
func FillAccounts(ctx context.Context, db *sql.Tx) error {
	tx := &transaction{Tx: db}
	if err := fillUsers(ctx, tx); err != nil {
		return err
	}
	if err := fillTokens(ctx, tx); err != nil {
		return err
	}
	for _, table := range []string{"users", "tokens"} {
		if _, err := tx.run(ctx, "DROP TABLE "+table); err != nil {
			return err
		}
	}
	return nil
}

const fillAccount = `INSERT INTO accounts (kind, id, name, version, document) VALUES ($1, $2, $3, 1, $4)`

func fillUsers(ctx context.Context, tx *transaction) error {
	rows, err := tx.QueryContext(ctx, `SELECT id, name, password_hash, one_time, role, root, partner_id, tenant_id, created_at FROM users`)
	if err != nil {
		return err
	}
	var all []access.User
	err = each(rows, func() error {
		u, created := access.User{Version: 1}, int64(0)
		err := rows.Scan(&u.ID, &u.Name, &u.PasswordHash, &u.OneTime, &u.Role, &u.Reach.Root, &u.Reach.PartnerID, &u.Reach.TenantID, &created)
		u.CreatedAt = moment(created)
		all = append(all, u)
		return err
	})
	for _, u := range all {
		var text []byte
		if err == nil {
			text, err = document(u)
		}
		if err == nil {
			_, err = tx.run(ctx, fillAccount, aUser.name, u.ID, folded(u.Name), text)
		}
	}
	return err
}

func fillTokens(ctx context.Context, tx *transaction) error {
	rows, err := tx.QueryContext(ctx, `SELECT id, secret_hash, name, role, root, partner_id, tenant_id, created_at FROM tokens`)
	if err != nil {
		return err
	}
	var all []access.Token
	err = each(rows, func() error {
		t, created := access.Token{Version: 1}, int64(0)
		err := rows.Scan(&t.ID, &t.SecretHash, &t.Name, &t.Role, &t.Reach.Root, &t.Reach.PartnerID, &t.Reach.TenantID, &created)
		t.CreatedAt = moment(created)
		all = append(all, t)
		return err
	})
	for _, t := range all {
		var text []byte
		if err == nil {
			text, err = document(t)
		}
		if err == nil {
			_, err = tx.run(ctx, fillAccount, aToken.name, t.ID, nil, text)
		}
	}
	return err
}

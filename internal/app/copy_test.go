package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"caseweave/internal/app/replay"
	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/campaign"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/postgres/postgrestest"
	"caseweave/internal/edge/vault"
)

// lived is an installation in a directory in which something has happened.
func lived(t *testing.T) Storage {
	t.Helper()
	in := Storage{Data: t.TempDir()}
	a := opened(t, Config{Storage: in})
	defer shut(t, a)
	story := campaign.New(7, now().Add(-time.Hour), campaign.Options{Campaigns: 3})
	var body bytes.Buffer
	for range 2000 {
		body.Write(story.Next().JSON)
		body.WriteByte('\n')
	}
	if err := a.send(t.Context(), &body); err != nil {
		t.Fatal(err)
	}
	by := activity.Actor{Kind: activity.User, ID: "u", Name: "Somebody"}
	if _, err := a.engine.Order(t.Context(), a.home, command.Command{Kind: command.SetStatus, By: by, Case: 1, Status: casefile.Resolved}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.engine.Order(t.Context(), a.home, command.Command{Kind: command.OpenCase, By: by, Title: "By hand, so under no rule", Detections: []string{"d000000000002"}}); err != nil {
		t.Fatal(err)
	}
	if err := CreateTenant(t.Context(), in, access.Organisation{ID: "acme", Name: "Acme", TimeZone: "UTC"}); err != nil {
		t.Fatal(err)
	}
	return in
}

func TestACopyIsTheSameInstallation(t *testing.T) {
	from, to := lived(t), Storage{Database: postgrestest.Database(t)}
	compared := map[string]int64{}
	if err := Copy(t.Context(), from, to, func(c store.Copied) {
		if c.Checking {
			compared[c.Table] = c.Done
		}
	}); err != nil {
		t.Fatal(err)
	}
	if compared["detections"] != 2000 || compared["tenants"] != 2 || compared["tokens"] != 0 {
		t.Errorf("compared were %v", compared)
	}
	if err := Copy(t.Context(), from, to, func(store.Copied) {}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a copy into one that is whole: %v", err)
	}
	told := map[Storage]string{}
	for _, in := range []Storage{from, to} {
		err := Replay(t.Context(), in, "", func(access.Organisation, uint64, uint64) {}, func(o access.Organisation, r replay.Result) error {
			told[in] += fmt.Sprintln(o.ID, r.Detections, r.Commands, r.Cases, r.Differences)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if told[from] != told[to] {
		t.Errorf("the directory replays as\n%sthe copy as\n%s", told[from], told[to])
	}
	if err := CreateTenant(t.Context(), to, access.Organisation{ID: "later", Name: "Later", TimeZone: "UTC"}); err != nil {
		t.Errorf("the copy takes no new tenant: %v", err)
	}
	shut(t, opened(t, Config{Storage: to, KeyFile: filepath.Join(from.Data, vault.File)}))
}

func TestACopyGoesOnWhereItWas(t *testing.T) {
	from, to := lived(t), Storage{Database: postgrestest.Database(t)}
	written := map[string]int64{}
	for attempt := 1; ; attempt++ {
		ctx, stop := context.WithCancel(t.Context())
		batches := 0
		err := Copy(ctx, from, to, func(c store.Copied) {
			if c.Checking {
				return
			}
			if c.Done <= written[c.Table] {
				t.Errorf("%s is at %d again", c.Table, c.Done)
			}
			written[c.Table] = c.Done
			if batches++; batches == 3 {
				stop()
			}
		})
		stop()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) && fault.KindOf(err) != fault.Unavailable || attempt > 50 {
			t.Fatal(err)
		}
		if _, err := New(t.Context(), Config{Storage: to, KeyFile: filepath.Join(from.Data, vault.File)}); fault.KindOf(err) != fault.Conflict {
			t.Fatalf("a server on half a copy: %v", err)
		}
	}
	shut(t, opened(t, Config{Storage: to, KeyFile: filepath.Join(from.Data, vault.File)}))
}

func TestACopyOfWhatWasUsedMeanwhileIsRefused(t *testing.T) {
	from, to := lived(t), Storage{Database: postgrestest.Database(t)}
	used := false
	err := Copy(t.Context(), from, to, func(c store.Copied) {
		if c.Checking && !used {
			used = true
			if _, err := CreateToken(t.Context(), from, access.Token{Name: "t", Role: access.Ingest, Reach: access.Reach{TenantID: DefaultTenant}}); err != nil {
				t.Error(err)
			}
		}
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("%v", err)
	}
}

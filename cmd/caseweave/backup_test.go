package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestABackupUnderLoadHoldsWhatWasAcknowledgedBefore backs up a server while
// senders are at it, again and again, and restores each backup.
func TestABackupUnderLoadHoldsWhatWasAcknowledgedBefore(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	var mu sync.Mutex
	var acknowledged []string
	var senders sync.WaitGroup
	enough := make(chan struct{})
	defer senders.Wait()
	defer close(enough)
	for sender := range 3 {
		senders.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-enough:
					return
				default:
				}
				uids := uidsOf(0, sender, n, 25)
				if a, err := s.send(strings.NewReader(bodyOf(uids))); err != nil || a.Status != 200 {
					t.Errorf("while a backup was written: %+v %v", a, err)
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, uids...)
				mu.Unlock()
			}
		})
	}
	for range 3 {
		mu.Lock()
		before := acknowledged[:len(acknowledged):len(acknowledged)]
		mu.Unlock()
		file, restored := filepath.Join(t.TempDir(), "backup"), t.TempDir()
		told(t, "caseweave", "backup", "--data", s.data, file)
		told(t, "caseweave", "restore", "--data", restored, file)
		if said := told(t, "caseweave", "replay", "--data", restored); !strings.Contains(said, "the same") {
			t.Errorf("the replay says %s", said)
		}
		r := &server{t: t, data: restored, address: freeAddress(t), token: s.token}
		r.start()
		stored := map[string]bool{}
		for _, d := range all[struct{ UID string }](r, "detections", "") {
			stored[d.UID] = true
		}
		for _, uid := range before {
			if !stored[uid] {
				t.Errorf("%s was acknowledged before the backup and is not in it", uid)
			}
		}
		r.kill()
	}
}

// told is what a command prints; it must succeed.
func told(t *testing.T, command string, args ...string) string {
	t.Helper()
	c := exec.Command(command, args...)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func uidsOf(round, sender, n, perRequest int) []string {
	uids := make([]string, perRequest)
	for i := range uids {
		uids[i] = fmt.Sprintf("r%d-s%d-n%d-%d", round, sender, n, i)
	}
	return uids
}

func bodyOf(uids []string) string {
	var b strings.Builder
	for i, uid := range uids {
		b.WriteString(finding(uid, fmt.Sprintf("host-%d", i)))
	}
	return b.String()
}

package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"caseweave/internal/edge/store/sqlite"
)

// TestAFullDisk fills the disk below a server: senders are told to come back,
// readers are served, and once there is room again, all goes on by itself.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		says        string
		fill, empty func(t *testing.T, s *server)
	}{
		"without room": {
			"the disk is full",
			func(t *testing.T, s *server) { must(t, os.WriteFile(s.data+".full", nil, 0o600)) },
			func(t *testing.T, s *server) { must(t, os.Remove(s.data+".full")) },
		},
		"with its quota used up": {
			"a quota is used up",
			func(t *testing.T, s *server) { limitFiles(t, s, sizeOf(t, s.data, sqlite.File+"-wal")) },
			func(t *testing.T, s *server) { limitFiles(t, s, unix.RLIM_INFINITY) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			s.kill()
			s.environment = []string{disk + "=1", full + "=" + s.data + ".full"}
			if strings.Contains(name, "quota") {
				s.environment = nil
			}
			s.start()
			body := bodyOf(uidsOf(0, 0, 0, 100))
			if a, err := s.send(strings.NewReader(body)); err != nil || a.Accepted != 100 {
				t.Fatalf("%+v %v", a, err)
			}
			c.fill(t, s)
			refused := bodyOf(uidsOf(0, 0, 1, 500))
			s.refuses(refused, c.says)
			for range 100 { // until what little room the log had is used up, too
				if status, _ := s.asks("/readyz"); status != http.StatusOK {
					break
				}
			}
			s.isReady(false, c.says)
			if n := len(all[any](s, "detections", "")); n != 100 {
				t.Errorf("%d detections can be read", n)
			}
			if log := s.log.String(); !strings.Contains(log, "a batch was not committed") || !strings.Contains(log, c.says) {
				t.Errorf("the log says %s", log)
			}
			c.empty(t, s)
			s.isReady(true, "")
			if a, err := s.send(strings.NewReader(refused)); err != nil || a.Accepted != 500 {
				t.Errorf("%+v %v", a, err)
			}
			s.kill()
			told(t, "caseweave", "replay", "--data", s.data)
		})
	}
}

// TestADiskThatStandsStill lets many senders come while nothing can be stored:
// they are sent away after a while, memory stays in bounds, and once the disk
// goes on, all that they bring again is stored once.
func TestADiskThatStandsStill(t *testing.T) {
	if testing.Short() {
		t.Skip("patience takes a while")
	}
	t.Parallel()
	const senders, lines = 160, 100
	s := newServer(t)
	s.kill()
	s.environment = []string{disk + "=1", still + "=" + s.data + ".still"}
	s.start()
	must(t, os.WriteFile(s.data+".still", nil, 0o600))
	before := s.memory()
	goesOn, busy := make(chan struct{}), make(chan answer, senders)
	var all sync.WaitGroup
	for sender := range senders {
		all.Go(func() {
			body := longBody(sender, lines)
			a, err := s.send(strings.NewReader(body))
			for err == nil && a.Status == http.StatusTooManyRequests {
				select {
				case busy <- a:
				default:
				}
				<-goesOn
				a, err = s.send(strings.NewReader(body))
			}
			if err != nil || a.Accepted+a.Unchanged != lines {
				t.Errorf("sender %d: %+v %v", sender, a, err)
			}
		})
	}
	for range senders / 4 {
		if a := <-busy; a.RetryAfter == "" || !strings.Contains(a.Detail, "please try again shortly") {
			t.Errorf("%+v", a)
		}
	}
	if grown := s.peak() - before; grown > 350<<20 {
		t.Errorf("%d MB wait in %d MB of memory", senders*lines*10>>10, grown>>20)
	}
	must(t, os.Remove(s.data+".still"))
	close(goesOn)
	all.Wait()
	s.kill()
	if said := told(t, "caseweave", "replay", "--data", s.data); !strings.Contains(said, fmt.Sprint(senders*lines, " detections")) {
		t.Error(said)
	}
}

// longBody are lines of 10 kB each that no rule holds on.
func longBody(sender, lines int) string {
	var b strings.Builder
	for n := range lines {
		line := strings.Replace(finding(fmt.Sprintf("s%d-%d", sender, n), "h"), `"severity_id":4`, `"severity_id":1`, 1)
		b.WriteString(strings.Replace(line, "{", `{"message":"`+strings.Repeat("x", 10<<10)+`",`, 1))
	}
	return b.String()
}

// TestADirectoryThatIsGoneTakesNothing moves the directory away below a server.
func TestADirectoryThatIsGoneTakesNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	body := bodyOf(uidsOf(0, 0, 0, 10))
	must(t, os.Rename(s.data, s.data+".away"))
	s.refuses(body, "The database file is no longer where it was")
	s.isReady(false, "The database file is no longer where it was")
	must(t, os.Rename(s.data+".away", s.data))
	s.isReady(true, "")
	if a, err := s.send(strings.NewReader(body)); err != nil || a.Accepted != 10 {
		t.Errorf("%+v %v", a, err)
	}
}

// TestADamagedLogTail starts servers whose write-ahead log ends in what a loss of
// power may leave: nothing that was acknowledged is lost. Where the very bytes
// of the last commits are damaged, they are gone, and what was before them stands.
func TestADamagedLogTail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		harm func(log []byte) []byte
		want func(detections int) bool
	}{
		"half a frame after it": {
			func(log []byte) []byte { return append(log, log[len(log)-3000:]...) },
			func(n int) bool { return n == 30 },
		},
		"garbage after it": {
			func(log []byte) []byte { return append(log, strings.Repeat("garbage ", 2000)...) },
			func(n int) bool { return n == 30 },
		},
		"a flipped bit in its last frame": {
			func(log []byte) []byte { log[len(log)-100] ^= 1; return log },
			func(n int) bool { return n == 20 },
		},
		"its last page missing": {
			func(log []byte) []byte { return log[:len(log)-8192] },
			func(n int) bool { return n == 20 },
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			path := filepath.Join(s.data, sqlite.File)
			release := keepLog(t, path)
			for n := range 3 {
				if a, err := s.send(strings.NewReader(bodyOf(uidsOf(0, 0, n, 10)))); err != nil || a.Accepted != 10 {
					t.Fatalf("%+v %v", a, err)
				}
			}
			s.kill()
			file, err := os.ReadFile(path)
			must(t, err)
			log, err := os.ReadFile(path + "-wal")
			must(t, err)
			release()
			must(t, os.WriteFile(path, file, 0o600))
			must(t, os.WriteFile(path+"-wal", c.harm(framesOf(log)), 0o600))
			s.start()
			if n := len(all[any](s, "detections", "")); !c.want(n) {
				t.Errorf("%d detections are there", n)
			}
			told(t, "caseweave", "replay", "--data", s.data)
		})
	}
}

// keepLog reads the database from this moment on, so that nothing that is
// committed later moves from the log to the file; release lets it.
func keepLog(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	must(t, err)
	tx, err := db.BeginTx(t.Context(), nil)
	must(t, err)
	var n int
	must(t, tx.QueryRowContext(t.Context(), "SELECT count(*) FROM detections").Scan(&n))
	return func() {
		must(t, tx.Rollback())
		must(t, db.Close())
	}
}

// framesOf is a log without what an earlier round left behind its last frame,
// by the salts that the log and its frames begin with (https://sqlite.org/fileformat2.html#walformat).
func framesOf(log []byte) []byte {
	const header, frame = 32, 24 + 8192
	end := header
	for end+frame <= len(log) && bytes.Equal(log[end+8:end+16], log[16:24]) {
		end += frame
	}
	return log[:end]
}

// TestADamagedDatabase finds a sentence that names the file and what to do, at
// the start or once the damage is met.
func TestADamagedDatabase(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(file []byte){
		"its beginning": func(file []byte) { copy(file, strings.Repeat("garbage ", 100)) },
		"all its pages": func(file []byte) {
			for i := 8192; i < len(file); i++ {
				file[i] ^= 0x5a
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := stopped(t)
			path := filepath.Join(s.data, sqlite.File)
			file, err := os.ReadFile(path)
			must(t, err)
			harm(file)
			must(t, os.WriteFile(path, file, 0o600))
			for _, verb := range []string{"serve", "replay"} {
				says(t, exec.Command("caseweave", verb, "--data", s.data), "the file caseweave.db is damaged; restore a backup into a new directory")
			}
		})
	}
	t.Run("a page of events", func(t *testing.T) {
		s := stopped(t)
		path := filepath.Join(s.data, sqlite.File)
		file, err := os.ReadFile(path)
		must(t, err)
		found := strings.Index(string(file), `"finding_info"`)
		clear(file[found/8192*8192:][:8192])
		must(t, os.WriteFile(path, file, 0o600))
		s.start()
		damaged := 0
		for _, d := range all[struct{ ID string }](s, "detections", "") {
			status, text := s.asks("/api/v1/tenants/default/detections/" + d.ID)
			if status == http.StatusServiceUnavailable && strings.Contains(text, "the file caseweave.db is damaged") {
				damaged++
			} else if status != http.StatusOK {
				t.Errorf("%d %s", status, text)
			}
		}
		if damaged == 0 {
			t.Error("nobody met the damage")
		}
	})
}

// TestADirectoryThatCantBeWritten refuses to start, in one sentence.
func TestADirectoryThatCantBeWritten(t *testing.T) {
	t.Parallel()
	s := stopped(t)
	for name, c := range map[string]struct {
		dir  string
		says string
	}{
		"one that is there":    {s.data, "can't be written: "},
		"one that is not made": {filepath.Join(s.data, "new"), "can't be made: "},
	} {
		t.Run(name, func(t *testing.T) {
			must(t, os.Chmod(s.data, 0o555))
			defer os.Chmod(s.data, 0o755)
			must(t, os.Chmod(filepath.Dir(s.data), 0o755))
			says(t, asNobody(exec.Command("caseweave", "serve", "--data", c.dir)), c.says)
		})
	}
}

// TestNoRoomForABackup leaves nothing where a backup or a restore did not fit.
func TestNoRoomForABackup(t *testing.T) {
	t.Parallel()
	s := stopped(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "backup")
	narrow := func(verb, data, file string) *exec.Cmd {
		return exec.Command("sh", "-c", `ulimit -f 4; exec caseweave "$@"`, "sh", verb, "--data", data, file)
	}
	says(t, narrow("backup", s.data, file), "The backup "+file+" can't be written: ")
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("the backup leaves %v", left)
	}
	told(t, "caseweave", "backup", "--data", s.data, file)
	data := filepath.Join(dir, "data")
	says(t, narrow("restore", data, file), "The backup "+file+" can't be restored: ")
	if left, _ := os.ReadDir(data); len(left) > 0 {
		t.Errorf("the restore leaves %v", left)
	}
	told(t, "caseweave", "restore", "--data", data, file)
}

// stopped is a server that has stopped well, with some detections.
func stopped(t *testing.T) *server {
	t.Helper()
	s := newServer(t)
	if a, err := s.send(strings.NewReader(bodyOf(uidsOf(0, 0, 0, 200)))); err != nil || a.Accepted != 200 {
		t.Fatalf("%+v %v", a, err)
	}
	must(t, s.process.Process.Signal(syscall.SIGTERM))
	<-s.exited
	return s
}

// refuses sends a body that can't be taken just now.
func (s *server) refuses(body, words string) {
	s.t.Helper()
	a, err := s.send(strings.NewReader(body))
	if err != nil || a.Status != http.StatusServiceUnavailable || a.RetryAfter == "" || !strings.Contains(a.Detail, words) {
		s.t.Errorf("it answers %+v %v, want 503, when to retry, and %q", a, err, words)
	}
}

// isReady asks as those do who watch the server.
func (s *server) isReady(want bool, words string) {
	s.t.Helper()
	status, text := s.asks("/readyz")
	if (status == http.StatusOK) != want || !strings.Contains(text, words) {
		s.t.Errorf("/readyz says %d %s", status, text)
	}
}

// asks is the answer to GET path.
func (s *server) asks(path string) (status int, text string) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, "http://"+s.address+path, nil)
	must(s.t, err)
	request.Header.Set("Authorization", "Bearer "+s.token)
	response, err := http.DefaultClient.Do(request)
	must(s.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(s.t, err)
	return response.StatusCode, string(body)
}

// says runs a command that must end with status 1 and one line on standard error.
func says(t *testing.T, c *exec.Cmd, words string) {
	t.Helper()
	var said strings.Builder
	c.Stderr = &said
	err := c.Run()
	var failed *exec.ExitError
	if !errors.As(err, &failed) || failed.ExitCode() != 1 {
		t.Errorf("it ended with %v", err)
	}
	if text := said.String(); !strings.HasPrefix(text, "caseweave: ") || !strings.Contains(text, words) || strings.Count(text, "\n") != 1 {
		t.Errorf("it says %q, want a line with %q", text, words)
	}
}

// asNobody runs a command without the rights of root; others have none anyway.
func asNobody(c *exec.Cmd) *exec.Cmd {
	if os.Geteuid() == 0 {
		c.Path = "/proc/self/exe" // which nobody finds by its name
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	return c
}

// limitFiles bounds how long the server's files may become.
func limitFiles(t *testing.T, s *server, bytes uint64) {
	t.Helper()
	must(t, unix.Prlimit(s.process.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: bytes, Max: unix.RLIM_INFINITY}, nil))
}

func sizeOf(t *testing.T, dir, name string) uint64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, name))
	must(t, err)
	return uint64(info.Size())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("the test itself fails: %w", err))
	}
}

// Package postgrestest gives tests a PostgreSQL of their own: one private
// cluster a process, on a socket in a temporary directory, and one database a
// test. Nothing listens on the network, and all of it goes with the process.
//
// Where PostgreSQL is not installed the tests are skipped, loudly, and fail when
// CASEWEAVE_REQUIRE_POSTGRES is set.
package postgrestest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

const missing = "PostgreSQL is not installed (Debian: apt install postgresql)"

var databases atomic.Int64

// Database is the URL of an empty database, which goes with the test.
func Database(t testing.TB) string {
	t.Helper()
	c, err := running()
	switch {
	case errors.Is(err, errMissing) && os.Getenv("CASEWEAVE_REQUIRE_POSTGRES") == "":
		t.Skip("NOT TESTED: " + missing)
	case err != nil:
		t.Fatal(err)
	}
	name := fmt.Sprint("test_", databases.Add(1))
	if err := c.run("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.run("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return c.url(name)
}

var errMissing = errors.New(missing)

// cluster is a PostgreSQL that this process began.
type cluster struct {
	binaries, directory string
	// owner is who runs it; nil for who runs the tests.
	owner *syscall.Credential
	// alive is held open as long as this process lives.
	alive io.Closer
}

var (
	once    sync.Once
	only    *cluster
	problem error
)

func running() (*cluster, error) {
	once.Do(func() { only, problem = begin() })
	return only, problem
}

func begin() (*cluster, error) {
	binaries, err := installed()
	if err != nil {
		return nil, err
	}
	directory, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	c := &cluster{binaries: binaries, directory: directory}
	if err := c.disown(); err != nil {
		return nil, errors.Join(err, c.remove())
	}
	data := filepath.Join(directory, "data")
	if err := c.execute("initdb", "--pgdata", data, "--username", "caseweave", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"); err != nil {
		return nil, errors.Join(err, c.remove())
	}
	// Nothing here outlives the process, so nothing is synced.
	settings := fmt.Sprintf("-c listen_addresses='' -c unix_socket_directories='%s' -c max_connections=200 -c fsync=off -c full_page_writes=off", directory)
	if err := c.execute("pg_ctl", "start", "--wait", "--pgdata", data, "--log", filepath.Join(directory, "log"), "--options", settings); err != nil {
		return nil, errors.Join(err, c.remove())
	}
	return c, c.endWithUs()
}

// endWithUs has a shell stop the cluster and remove its directory when this
// process ends, in whatever way: then its standard input ends.
func (c *cluster) endWithUs() error {
	cmd := exec.Command("sh", "-c", `cat; "$0"/pg_ctl stop --mode immediate --pgdata "$1"/data; rm -rf "$1"`, c.binaries, c.directory)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner, Setsid: true}
	alive, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	c.alive = alive
	return cmd.Start()
}

// installed is where the newest PostgreSQL's programs are.
func installed() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	if len(found) == 0 {
		return "", errMissing
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return release(a) - release(b) })), nil
}

// release is the number in a path such as /usr/lib/postgresql/15/bin/initdb.
func release(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

// disown gives the directory to somebody who is not root, as PostgreSQL wants it.
func (c *cluster) disown() error {
	if os.Geteuid() != 0 {
		return nil
	}
	owner, err := user.Lookup("postgres")
	if err != nil {
		if owner, err = user.Lookup("nobody"); err != nil {
			return err
		}
	}
	uid, err := strconv.ParseUint(owner.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(owner.Gid, 10, 32)
	if err != nil {
		return err
	}
	c.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(c.directory, int(uid), int(gid))
}

func (c *cluster) execute(program string, arguments ...string) error {
	cmd := exec.Command(filepath.Join(c.binaries, program), arguments...)
	cmd.Dir = c.directory
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	// The server inherits what it writes to: a file, so that nobody waits for its end.
	output, err := os.CreateTemp(c.directory, program)
	if err != nil {
		return err
	}
	defer output.Close()
	cmd.Stdout, cmd.Stderr = output, output
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(output.Name())
		return fmt.Errorf("%s: %w: %s", program, err, said)
	}
	return nil
}

func (c *cluster) url(database string) string {
	return fmt.Sprintf("host=%s user=caseweave dbname=%s", c.directory, database)
}

// run executes a statement in the cluster's own database.
func (c *cluster) run(statement string) error {
	db, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), statement)
	return err
}

func (c *cluster) remove() error { return os.RemoveAll(c.directory) }

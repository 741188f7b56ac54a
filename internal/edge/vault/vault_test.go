package vault

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"caseweave/internal/core/fault"
)

func TestASecretIsReadWithItsKeyAndLabelOnly(t *testing.T) {
	box, other := New([32]byte{1}), New([32]byte{2})
	for _, plain := range []string{"", "a secret", string(make([]byte, 5000))} {
		sealed := box.Seal("totp/ada", []byte(plain))
		if got, err := box.Open("totp/ada", sealed); err != nil || string(got) != plain {
			t.Errorf("%q: %v", got, err)
		}
		if bytes.Contains(sealed, []byte("a secret")) || bytes.Equal(sealed, box.Seal("totp/ada", []byte(plain))) {
			t.Error("what is sealed tells something")
		}
		for at := range sealed[:min(len(sealed), 60)] {
			bad := bytes.Clone(sealed)
			bad[at] ^= 1
			refuse(t, box, "totp/ada", bad)
		}
		refuse(t, other, "totp/ada", sealed)
		refuse(t, box, "totp/bob", sealed)
		refuse(t, box, "totp/ada", sealed[:len(sealed)-1])
	}
	refuse(t, box, "totp/ada", nil)
}

func refuse(t *testing.T, b *Box, label string, sealed []byte) {
	t.Helper()
	if got, err := b.Open(label, sealed); fault.KindOf(err) != fault.Invalid || got != nil {
		t.Errorf("opened: %q, %v", got, err)
	}
}

func TestAKeyFileThatIsALinkToNowhereIsNoKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), File)
	if err := os.Symlink(filepath.Join(t.TempDir(), "gone", "key"), path); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil {
		t.Error("it opens")
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left are %v %v", left, err)
	}
}

func TestAKeyFileIsMadeOnceAndForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), File)
	var sealed sync.Map
	var together sync.WaitGroup
	for n := range 8 {
		together.Go(func() {
			box, err := Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			sealed.Store(n, box.Seal("x", []byte("secret")))
		})
	}
	together.Wait()
	box, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed.Range(func(_, text any) bool {
		if _, err := box.Open("x", text.([]byte)); err != nil {
			t.Error(err)
		}
		return true
	})
	about, err := os.Stat(path)
	if err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", about.Mode(), err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("it leaves %v", left)
	}
}

func TestOddKeyFilesAreRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), File)
	for content, want := range map[string]fault.Kind{"": fault.Invalid, "AAAA\n": fault.Invalid, "not base64 \x00": fault.Invalid} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); fault.KindOf(err) != want {
			t.Errorf("%q: %v", content, err)
		}
	}
	if _, err := create(path); err == nil {
		t.Error("another file was replaced")
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); fault.KindOf(err) != fault.Denied {
		t.Errorf("a file for all: %v", err)
	}
}

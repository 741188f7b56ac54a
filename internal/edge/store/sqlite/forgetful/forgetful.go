// Package forgetful is a disk for tests: it forgets what was never synced.
//
// After Use, what SQLite writes in this process stays in its memory until SQLite
// syncs the file, save for the sectors that the disk chose to write early, as
// disks may. So a process that is killed (SIGKILL) leaves its files as a loss of
// power would: everything synced, and of the rest a random part, torn at sectors.
// The process itself sees its writes at once, as it would through the system's cache.
//
// It promises nothing about files that another process writes meanwhile, and
// forgets contents only: SQLite itself syncs the names of the files that it makes,
// and a name that is deleted is gone.
package forgetful

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"time"
)

// sector is how much a disk writes at once.
const sector = 512

// Disk says how a disk treats what was written and not synced.
type Disk struct {
	// Seed is that of the sectors which are written early.
	Seed uint64
	// Early is how likely it is that a sector is.
	Early float64
	// Still is a path: while something is there, syncs wait.
	Still string
	// Full is a path: while something is there, no file of the disk grows.
	Full string

	mu     sync.Mutex
	chance *rand.Rand
	files  map[string]*file
}

// file is what the process sees of a file, and which sectors of it are not synced.
type file struct {
	disk  *Disk
	under *os.File // never closed: that would drop SQLite's locks on it

	mu      sync.Mutex
	content []byte
	dirty   map[int]bool
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// open is the file at path, which exists; all who open it share one.
func (d *Disk) open(path string) (*file, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f, ok := d.files[path]; ok {
		return f, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	under, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	f := &file{disk: d, under: under, content: content, dirty: map[int]bool{}}
	d.files[path] = f
	return f, nil
}

// holds says whether the process sees something in the file at path.
func (d *Disk) holds(path string) bool {
	d.mu.Lock()
	f, ok := d.files[path]
	d.mu.Unlock()
	return ok && f.size() > 0
}

// drop forgets a file that was deleted.
func (d *Disk) drop(path string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.files, path)
}

func (d *Disk) early() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.chance.Float64() < d.Early
}

func (f *file) size() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return int64(len(f.content))
}

// read fills p from an offset and answers how much there was.
func (f *file) read(p []byte, at int64) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at >= int64(len(f.content)) {
		return 0
	}
	return copy(p, f.content[at:])
}

var errFull = errors.New("forgetful: the disk is full")

func (f *file) write(p []byte, at int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	from, end := int(at), int(at)+len(p)
	if end > len(f.content) {
		if there(f.disk.Full) {
			return errFull
		}
		from = min(from, len(f.content)) // what lies between is zero
		f.content = append(f.content, make([]byte, end-len(f.content))...)
	}
	copy(f.content[at:], p)
	for s := from / sector; s*sector < end; s++ {
		f.dirty[s] = true
		if f.disk.early() {
			if err := f.settle(s, 1); err != nil {
				return err
			}
			delete(f.dirty, s)
		}
	}
	return nil
}

func (f *file) truncate(size int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if size < int64(len(f.content)) {
		f.content = f.content[:size:size]
	}
}

// sync brings all that was written to the disk.
func (f *file) sync() error {
	for there(f.disk.Still) {
		time.Sleep(10 * time.Millisecond)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	sectors := slices.Sorted(maps.Keys(f.dirty))
	for len(sectors) > 0 {
		n := 1
		for n < len(sectors) && sectors[n] == sectors[0]+n {
			n++
		}
		if err := f.settle(sectors[0], n); err != nil {
			return err
		}
		sectors = sectors[n:]
	}
	clear(f.dirty)
	info, err := f.under.Stat()
	if err == nil && info.Size() > int64(len(f.content)) {
		err = f.under.Truncate(int64(len(f.content)))
	}
	return err
}

// settle writes n sectors from s to the disk.
func (f *file) settle(s, n int) error {
	from, to := s*sector, min((s+n)*sector, len(f.content))
	if from >= to {
		return nil // they were cut off
	}
	if _, err := f.under.WriteAt(f.content[from:to], int64(from)); err != nil {
		return fmt.Errorf("forgetful: %w", err)
	}
	return nil
}

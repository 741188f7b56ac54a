package forgetful

import (
	"errors"
	"math/rand/v2"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// disk is the one that Use put below SQLite; the callbacks know no other way to it.
var disk *Disk

// Use puts d below everything that SQLite opens in this process from now on. It
// is called once, before anything is open.
func Use(d *Disk) {
	d.chance, d.files = rand.New(rand.NewPCG(d.Seed, 1)), map[string]*file{}
	disk = d
	tls := libc.NewTLS()
	ordinary = sqlite3.Xsqlite3_vfs_find(tls, 0)
	vfs = *at[sqlite3.Tsqlite3_vfs](ordinary)
	vfs.FzName = name()
	vfs.FxOpen = pointer(open)
	vfs.FxDelete = pointer(remove)
	vfs.FxAccess = pointer(access)
	if rc := sqlite3.Xsqlite3_vfs_register(tls, uintptr(unsafe.Pointer(&vfs)), 1); rc != sqlite3.SQLITE_OK {
		panic("forgetful: SQLite refuses the disk")
	}
}

var (
	// vfs is the ordinary one but for what opens, deletes and looks for files.
	vfs      sqlite3.Tsqlite3_vfs
	ordinary uintptr
	// methods are the ordinary ones, but for what reads and writes, by the table
	// that they were copied from.
	methods sync.Map
	// handles are the files by SQLite's handles, whose own locks and shared memory
	// are the ordinary ones.
	handles sync.Map
)

func name() uintptr {
	text, err := libc.CString("forgetful")
	if err != nil {
		panic(err)
	}
	return text
}

// at is what lies at an address of SQLite's memory.
func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

// pointer is a function as SQLite calls it.
func pointer[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

// function is what SQLite calls by a pointer.
func function[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&p)) }

const kept = sqlite3.SQLITE_OPEN_MAIN_DB | sqlite3.SQLITE_OPEN_MAIN_JOURNAL | sqlite3.SQLITE_OPEN_WAL

func open(tls *libc.TLS, _, path, handle uintptr, flags int32, got uintptr) int32 {
	type opening = func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32
	rc := function[opening](at[sqlite3.Tsqlite3_vfs](ordinary).FxOpen)(tls, ordinary, path, handle, flags, got)
	if rc != sqlite3.SQLITE_OK || flags&kept == 0 {
		return rc
	}
	f, err := disk.open(libc.GoString(path))
	if err != nil {
		return sqlite3.SQLITE_CANTOPEN
	}
	handles.Store(handle, f)
	own := at[sqlite3.Tsqlite3_file](handle)
	own.FpMethods = forgetting(own.FpMethods)
	return sqlite3.SQLITE_OK
}

// forgetting is a table of methods with those that read and write exchanged.
func forgetting(ordinary uintptr) uintptr {
	ours := *at[sqlite3.Tsqlite3_io_methods](ordinary)
	ours.FiVersion = 2 // without memory maps
	ours.FxClose = pointer(closeHandle)
	ours.FxRead = pointer(read)
	ours.FxWrite = pointer(write)
	ours.FxTruncate = pointer(truncate)
	ours.FxSync = pointer(flush)
	ours.FxFileSize = pointer(fileSize)
	kept, _ := methods.LoadOrStore(ordinary, &ours)
	return uintptr(unsafe.Pointer(kept.(*sqlite3.Tsqlite3_io_methods)))
}

func fileOf(handle uintptr) *file {
	f, _ := handles.Load(handle)
	return f.(*file)
}

func bytesAt(p uintptr, n int32) []byte { return unsafe.Slice(at[byte](p), n) }

func read(_ *libc.TLS, handle, to uintptr, n int32, from int64) int32 {
	p := bytesAt(to, n)
	if had := fileOf(handle).read(p, from); had < len(p) {
		clear(p[had:])
		return sqlite3.SQLITE_IOERR_SHORT_READ
	}
	return sqlite3.SQLITE_OK
}

func write(_ *libc.TLS, handle, from uintptr, n int32, to int64) int32 {
	err := fileOf(handle).write(bytesAt(from, n), to)
	if errors.Is(err, errFull) {
		return sqlite3.SQLITE_FULL
	}
	return orElse(err, sqlite3.SQLITE_IOERR_WRITE)
}

func truncate(_ *libc.TLS, handle uintptr, size int64) int32 {
	fileOf(handle).truncate(size)
	return sqlite3.SQLITE_OK
}

func flush(_ *libc.TLS, handle uintptr, _ int32) int32 {
	return orElse(fileOf(handle).sync(), sqlite3.SQLITE_IOERR_FSYNC)
}

func fileSize(_ *libc.TLS, handle, size uintptr) int32 {
	*at[int64](size) = fileOf(handle).size()
	return sqlite3.SQLITE_OK
}

// closeHandle closes what the ordinary disk opened; what was not synced stays so.
func closeHandle(tls *libc.TLS, handle uintptr) int32 {
	handles.Delete(handle)
	var closing uintptr
	methods.Range(func(ordinary, ours any) bool {
		if uintptr(unsafe.Pointer(ours.(*sqlite3.Tsqlite3_io_methods))) == at[sqlite3.Tsqlite3_file](handle).FpMethods {
			closing = at[sqlite3.Tsqlite3_io_methods](ordinary.(uintptr)).FxClose
		}
		return closing == 0
	})
	return function[func(*libc.TLS, uintptr) int32](closing)(tls, handle)
}

func remove(tls *libc.TLS, _, path uintptr, syncDir int32) int32 {
	disk.drop(libc.GoString(path))
	return function[func(*libc.TLS, uintptr, uintptr, int32) int32](at[sqlite3.Tsqlite3_vfs](ordinary).FxDelete)(tls, ordinary, path, syncDir)
}

// access sees what the process wrote, even where the disk has none of it yet.
func access(tls *libc.TLS, _, path uintptr, flags int32, result uintptr) int32 {
	if flags == sqlite3.SQLITE_ACCESS_EXISTS && disk.holds(libc.GoString(path)) {
		*at[int32](result) = 1
		return sqlite3.SQLITE_OK
	}
	type looking = func(*libc.TLS, uintptr, uintptr, int32, uintptr) int32
	return function[looking](at[sqlite3.Tsqlite3_vfs](ordinary).FxAccess)(tls, ordinary, path, flags, result)
}

func orElse(err error, code int32) int32 {
	if err != nil {
		return code
	}
	return sqlite3.SQLITE_OK
}

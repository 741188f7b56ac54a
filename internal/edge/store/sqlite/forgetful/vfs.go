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
	vfs := *at[sqlite3.Tsqlite3_vfs](ordinary)
	vfs.FzName = name()
	vfs.FxOpen = pointer(open)
	vfs.FxDelete = pointer(remove)
	vfs.FxAccess = pointer(access)
	if rc := sqlite3.Xsqlite3_vfs_register(tls, theirs(tls, vfs), 1); rc != sqlite3.SQLITE_OK {
		panic("forgetful: SQLite refuses the disk")
	}
}

var (
	// ordinary is the file layer that opens, locks and deletes for this one.
	ordinary uintptr
	// handles are what is open, by SQLite's handles. Their locks and shared memory
	// are the ordinary ones.
	handles sync.Map
	// methods are the tables of methods by the ordinary ones that they were made of.
	methods   = map[uintptr]uintptr{}
	methodsMu sync.Mutex
)

// opened is a file under a handle, and the methods that the handle had.
type opened struct {
	*file
	methods uintptr
}

// theirs is a copy of v in SQLite's memory, which stays.
func theirs[T any](tls *libc.TLS, v T) uintptr {
	p := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(v)))
	*at[T](p) = v
	return p
}

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
	own := at[sqlite3.Tsqlite3_file](handle)
	handles.Store(handle, opened{f, own.FpMethods})
	own.FpMethods = forgetting(tls, own.FpMethods)
	return sqlite3.SQLITE_OK
}

// forgetting is a table of methods with those that read and write exchanged.
func forgetting(tls *libc.TLS, ordinary uintptr) uintptr {
	methodsMu.Lock()
	defer methodsMu.Unlock()
	if methods[ordinary] == 0 {
		ours := *at[sqlite3.Tsqlite3_io_methods](ordinary)
		ours.FiVersion = 2 // without memory maps
		ours.FxClose = pointer(closeHandle)
		ours.FxRead = pointer(read)
		ours.FxWrite = pointer(write)
		ours.FxTruncate = pointer(truncate)
		ours.FxSync = pointer(flush)
		ours.FxFileSize = pointer(fileSize)
		methods[ordinary] = theirs(tls, ours)
	}
	return methods[ordinary]
}

func fileOf(handle uintptr) opened {
	f, _ := handles.Load(handle)
	return f.(opened)
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
	closes := at[sqlite3.Tsqlite3_io_methods](fileOf(handle).methods).FxClose
	handles.Delete(handle)
	return function[func(*libc.TLS, uintptr) int32](closes)(tls, handle)
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

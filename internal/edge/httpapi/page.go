package httpapi

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"caseweave/internal/edge/httpapi/page"
)

// site serves the page's files from memory.
type site struct {
	files map[string]*file
}

// file is a file of the page, ready to be sent.
type file struct {
	name    string
	content []byte
	etag    string
	// packed is the content as gzip, made when first asked for; nil where that doesn't pay.
	packed func() []byte
}

func (s *Server) servePage() {
	pages := newSite(page.Files())
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			newProblem(http.StatusMethodNotAllowed, "The page can only be read.").with("Allow", "GET, HEAD").write(w)
			return
		}
		f := pages.at(r.URL.Path)
		if f == nil {
			nothingHere().write(w)
			return
		}
		f.serve(w, r)
	})
}

func newSite(files fs.FS) *site {
	s := &site{files: map[string]*file{}}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		content, err := fs.ReadFile(files, name)
		s.files[name] = newFile(name, content)
		return err
	})
	if err != nil {
		panic("httpapi: the built-in page can't be read: " + err.Error())
	}
	if s.files["index.html"] == nil {
		s.files["index.html"] = s.files["placeholder.html"]
	}
	return s
}

func newFile(name string, content []byte) *file {
	sum := sha256.Sum256(content)
	f := &file{name: name, content: content, etag: hex.EncodeToString(sum[:12])}
	f.packed = sync.OnceValue(func() []byte { return packed(name, content) })
	return f
}

// workspace says whether whoever is logged in works at a path of the page: in a
// tenant, or on the lists of all tenants.
func workspace(urlPath string) bool {
	return strings.HasPrefix(urlPath, "/t/") || urlPath == "/all" || strings.HasPrefix(urlPath, "/all/")
}

// at is the file of a path: the page itself draws /, /login, /welcome, /design and the workspace.
func (s *site) at(urlPath string) *file {
	name := strings.TrimPrefix(path.Clean(urlPath), "/")
	if f := s.files[name]; f != nil {
		return f
	}
	if name == "" || name == "login" || "/"+name == welcomePath || name == "design" || workspace("/"+name) {
		return s.files["index.html"]
	}
	return nil
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(f.name, ".html") {
		f.serveDocument(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", typeOf(f.name))
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(f.name, "assets/") { // their names hold a hash
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Add("Vary", "Accept-Encoding")
	content, etag := f.content, f.etag
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if p := f.packed(); p != nil {
			h.Set("Content-Encoding", "gzip")
			content, etag = p, etag+"-gzip"
		}
	}
	h.Set("ETag", strconv.Quote(etag))
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(content))
}

// nonceMark stands in the page's document for the nonce of its style sheets.
const nonceMark = "STYLE_NONCE"

// serveDocument gives each reader a copy with a nonce of its own; so it has no
// ETag, and no other reader's copy answers for it.
func (f *file) serveDocument(w http.ResponseWriter, r *http.Request) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Security-Policy", pagePolicy(nonce))
	h.Set("Content-Type", typeOf(f.name))
	h.Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(bytes.ReplaceAll(f.content, []byte(nonceMark), []byte(nonce))))
}

func typeOf(name string) string {
	if strings.HasSuffix(name, ".woff2") {
		return "font/woff2"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// packed is content as gzip where that is shorter by a tenth.
func packed(name string, content []byte) []byte {
	if strings.HasSuffix(name, ".woff2") {
		return nil
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(content) // to memory
	_ = z.Close()
	if b.Len() > len(content)*9/10 {
		return nil
	}
	return b.Bytes()
}

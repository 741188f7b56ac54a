package httpapi

import (
	"mime"
	"strings"
	"testing"
)

// passive are the media types of answers, none of which a browser runs; those
// that it might show are handed out as files.
var passive = map[string]struct{ file bool }{
	"application/json": {}, "application/problem+json": {}, "application/schema+json": {}, "text/event-stream": {},
	"application/yaml": {true}, "text/csv": {true}, "application/x-ndjson": {true},
}

func TestNothingThatSomebodySentIsServedWithAnActiveType(t *testing.T) {
	w, seen := newWorld(t), map[string]bool{}
	for _, op := range operations(t) {
		method := op.method
		if op.id == "follow-live" {
			method = "HEAD"
		}
		asked := []string{op.path}
		if strings.HasSuffix(op.path, "/export") {
			asked = append(asked, op.path+"?format=csv", op.path+"?format=json", op.path+"?format=ndjson")
		}
		for _, path := range asked {
			for _, accepted := range []string{"", "text/html", "application/yaml"} {
				w.stock()
				a := w.ask(whoFor(path), method, path, op.body, "Content-Type", op.media, "Accept", accepted)
				if a.Code == 204 || a.Body.Len() == 0 && method != "HEAD" {
					continue
				}
				media, _, err := mime.ParseMediaType(a.Header().Get("Content-Type"))
				kind, known := passive[media]
				seen[media] = seen[media] || a.Code/100 == 2
				if err != nil || !known || a.Header().Get("X-Content-Type-Options") != "nosniff" || a.Header().Get("Content-Security-Policy") != sealed {
					t.Errorf("%s, which accepts %q: %d %v", op.id, accepted, a.Code, a.Header())
				}
				file := strings.HasPrefix(a.Header().Get("Content-Disposition"), "attachment")
				if (kind.file || strings.Contains(path, "/export?")) && a.Code == 200 && !file {
					t.Errorf("%s: %s is shown instead of handed out: %v", op.id, media, a.Header())
				}
			}
		}
	}
	for media := range passive {
		if !seen[media] && media != "application/problem+json" {
			t.Errorf("no operation answered %s: the walk looked at too little", media)
		}
	}
}

// whoFor may do everything where the path leads.
func whoFor(path string) string {
	if strings.Contains(path, "/partners/") {
		return "acme's admin"
	}
	return "admin"
}

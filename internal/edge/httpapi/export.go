package httpapi

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
)

// The formats of an export, with their media types.
var formats = map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json", "ndjson": "application/x-ndjson"}

// exportPage is how much of a list is read at a time, and exportWrite how long
// a client may take to take it.
const (
	exportPage  = listing.MaxLimit
	exportWrite = 30 * time.Second
)

// column is one of a CSV export.
type column[T any] struct {
	name string
	cell func(T) string
}

// exporting is a list that is written as a file.
type exporting[T any] struct {
	// name is the file's, without its ending.
	name string
	// page reads a page of what the request selects.
	page    func(context.Context, listing.Request) (listing.Page[T], error)
	columns []column[T]
}

// export writes all of a list, page by page, in the order of its first sort.
// What went wrong before the first byte is a problem; later, the connection breaks
// off, so that half a file is not taken for a whole one.
func export[T any](v visit, request listing.Request, e exporting[T]) error {
	format := v.r.URL.Query().Get("format")
	if format == "" {
		format = "csv"
	}
	media, ok := formats[format]
	if !ok {
		return wrongParameter("format", "The format is csv, json or ndjson.")
	}
	columns, err := wanted(v, e.columns)
	if err != nil {
		return err
	}
	request.Limit = exportPage
	page, err := e.page(v.r.Context(), request)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", media)
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+e.name+"."+format+`"`)
	if v.r.Method == http.MethodHead {
		return nil
	}
	control := http.NewResponseController(v.w)
	out := written[T](v.w, format, columns)
	for {
		_ = control.SetWriteDeadline(time.Now().Add(exportWrite)) // not every connection has deadlines
		if err == nil {
			err = out.items(page.Items)
		}
		if err != nil {
			panic(brokenOff{e.name, err})
		}
		if request.After = page.Next; request.After == nil {
			break
		}
		page, err = e.page(v.r.Context(), request)
	}
	if err := out.end(); err != nil {
		panic(brokenOff{e.name, err})
	}
	return nil
}

// wanted are the columns that the request names, in its order; all where it names none.
func wanted[T any](v visit, all []column[T]) (some []column[T], err error) {
	text := v.r.URL.Query().Get("columns")
	if text == "" {
		return all, nil
	}
	for name := range strings.SplitSeq(text, ",") {
		at := slices.IndexFunc(all, func(c column[T]) bool { return c.name == name })
		if at < 0 || slices.ContainsFunc(some, func(c column[T]) bool { return c.name == name }) {
			names := each(all, func(c column[T]) string { return c.name })
			return nil, wrongParameter("columns", "The columns are any of these, each once: "+strings.Join(names, ", ")+".")
		}
		some = append(some, all[at])
	}
	return some, nil
}

// sheet is a list being written in some format.
type sheet[T any] interface {
	items([]T) error
	end() error
}

func written[T any](w io.Writer, format string, columns []column[T]) sheet[T] {
	if format == "csv" {
		c := &csvFile[T]{w: csv.NewWriter(w), columns: columns}
		names := make([]string, len(columns))
		for i, column := range columns {
			names[i] = column.name
		}
		_ = c.w.Write(names) // kept until it is flushed, which tells
		return c
	}
	return &jsonFile[T]{w: w, encoder: json.NewEncoder(w), array: format == "json"}
}

type csvFile[T any] struct {
	w       *csv.Writer
	columns []column[T]
}

func (f *csvFile[T]) items(all []T) error {
	cells := make([]string, len(f.columns))
	for _, item := range all {
		for i, c := range f.columns {
			cells[i] = harmless(c.cell(item))
		}
		if err := f.w.Write(cells); err != nil {
			return err
		}
	}
	f.w.Flush()
	return f.w.Error()
}

func (f *csvFile[T]) end() error {
	f.w.Flush()
	return f.w.Error()
}

// harmless is a text that no spreadsheet takes for a formula, and that does not
// turn what stands beside it round.
func harmless(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return '\uFFFD'
		}
		return r
	}, text)
	if text != "" && strings.ContainsRune("=+-@\t\n＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

type jsonFile[T any] struct {
	w       io.Writer
	encoder *json.Encoder
	array   bool
	begun   bool
}

func (f *jsonFile[T]) items(all []T) error {
	for _, item := range all {
		if f.array {
			between := ","
			if !f.begun {
				between = "["
			}
			if _, err := io.WriteString(f.w, between); err != nil {
				return err
			}
		}
		f.begun = true
		if err := f.encoder.Encode(item); err != nil {
			return err
		}
	}
	return nil
}

func (f *jsonFile[T]) end() error {
	var last string
	switch {
	case f.array && f.begun:
		last = "]\n"
	case f.array:
		last = "[]\n"
	}
	_, err := io.WriteString(f.w, last)
	return err
}

// exportParams are what an export of a list below a tenant is asked by.
func exportParams(more ...*huma.Param) []*huma.Param {
	return append([]*huma.Param{tenantParam(), {
		Name: "q", In: "query", Description: "A filter in the query language.", Schema: &huma.Schema{Type: huma.TypeString},
	}, {
		Name: "format", In: "query", Description: "csv where nothing is said.", Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{"csv", "json", "ndjson"}},
	}, {
		Name: "columns", In: "query", Description: "The columns of a CSV, in order, with commas between them; all where nothing is said.", Schema: &huma.Schema{Type: huma.TypeString},
	}}, more...)
}

func exportAnswers() map[string]*huma.MediaType {
	answers := map[string]*huma.MediaType{}
	for _, media := range formats {
		name, _, _ := strings.Cut(media, ";")
		answers[name] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return answers
}

func (s *Server) registerExports() {
	s.raw(operation{
		method: "GET", path: tenantPath + "/cases/{number}/activity/export", id: "export-case-activity", summary: "Export what happened to a case",
		about: "The oldest first, as CSV, JSON or NDJSON. In CSV no text is taken for a formula. Where it can't be written to its end, the connection breaks off.",
		needs: needs(access.ReadCases), answers: exportAnswers(),
		params: exportParams(&huma.Param{Name: "number", In: "path", Required: true, Example: "SECC0000042", Description: "The case's number.", Schema: &huma.Schema{Type: huma.TypeString}}),
	}, s.exportActivity)
	s.raw(operation{
		method: "GET", path: tenantPath + "/cases/export", id: "export-cases", summary: "Export cases",
		about: "Those that a filter selects, the oldest first, as CSV, JSON or NDJSON. In CSV no text is taken for a formula. Where it can't be written to its end, the connection breaks off.",
		needs: needs(access.ReadCases), answers: exportAnswers(), params: exportParams(),
	}, s.exportCases)
	s.raw(operation{
		method: "GET", path: tenantPath + "/detections/export", id: "export-detections", summary: "Export detections",
		about: "Those that a filter selects, in order of arrival and without their raw events, as CSV, JSON or NDJSON. See the export of cases.",
		needs: needs(access.ReadDetections), answers: exportAnswers(), params: exportParams(),
	}, s.exportDetections)
}

func (s *Server) exportCases(v visit) error {
	p, err := s.telling(v.r.Context(), v)
	if err != nil {
		return err
	}
	request, err := searched(v, ListQuery{Q: v.r.URL.Query().Get("q")}, "number", casefile.Fields)
	if err != nil {
		return err
	}
	if request, err = p.sought(request); err != nil {
		return err
	}
	return export(v, request, exporting[Case]{
		name: "cases",
		page: func(ctx context.Context, r listing.Request) (told listing.Page[Case], err error) {
			page, err := s.cases.Cases(ctx, v.tenant.ID, v.viewer(), r)
			return listing.Page[Case]{Items: each(page.Items, p.caseOf), Next: page.Next}, err
		},
		columns: []column[Case]{
			{"number", func(c Case) string { return c.Number }},
			{"title", func(c Case) string { return c.Title }},
			{"severity", func(c Case) string { return string(c.Severity) }},
			{"status", func(c Case) string { return string(c.Status) }},
			{"resolution", func(c Case) string { return string(c.Resolution) }},
			{"score", func(c Case) string { return strconv.Itoa(c.Score) }},
			{"priority", func(c Case) string { return string(c.Priority) }},
			{"type", func(c Case) string { return c.Type }},
			{"managed_by", func(c Case) string { return string(c.ManagedBy) }},
			{"assignee", func(c Case) string {
				if c.AssigneeName == nil {
					return ""
				}
				return *c.AssigneeName
			}},
			{"detections", func(c Case) string { return strconv.Itoa(c.DetectionCount) }},
			{"tactics", func(c Case) string { return strings.Join(c.Tactics, ", ") }},
			{"techniques", func(c Case) string { return strings.Join(c.TechniqueIDs, ", ") }},
			{"tags", func(c Case) string { return strings.Join(c.Tags, ", ") }},
			{"created_at", func(c Case) string { return c.CreatedAt.Format(time.RFC3339Nano) }},
			{"updated_at", func(c Case) string { return c.UpdatedAt.Format(time.RFC3339Nano) }},
			{"description", func(c Case) string { return c.Description }},
		},
	})
}

func (s *Server) exportDetections(v visit) error {
	p, err := s.telling(v.r.Context(), v)
	if err != nil {
		return err
	}
	request, err := searched(v, ListQuery{Q: v.r.URL.Query().Get("q")}, "arrival", detection.Fields)
	if err != nil {
		return err
	}
	return export(v, request, exporting[Detection]{
		name: "detections",
		page: func(ctx context.Context, r listing.Request) (told listing.Page[Detection], err error) {
			page, err := s.detections.Detections(ctx, v.tenant.ID, v.viewer(), r)
			return listing.Page[Detection]{Items: each(page.Items, p.withoutRaw), Next: page.Next}, err
		},
		columns: []column[Detection]{
			{"id", func(d Detection) string { return d.ID }},
			{"source", func(d Detection) string { return d.Source }},
			{"uid", func(d Detection) string { return d.UID }},
			{"title", func(d Detection) string { return d.Title }},
			{"type", func(d Detection) string { return d.Type }},
			{"severity", func(d Detection) string { return strconv.FormatFloat(d.Severity, 'f', -1, 64) }},
			{"status", func(d Detection) string { return string(d.Status) }},
			{"cases", func(d Detection) string { return strings.Join(d.Cases, ", ") }},
			{"entities", func(d Detection) string { return strings.Join(d.Entities, ", ") }},
			{"tactics", func(d Detection) string { return strings.Join(d.Tactics, ", ") }},
			{"techniques", func(d Detection) string { return strings.Join(d.TechniqueIDs, ", ") }},
			{"command_line", func(d Detection) string { return d.CommandLine }},
			{"count", func(d Detection) string { return strconv.Itoa(d.Count) }},
			{"created_at", func(d Detection) string { return d.CreatedAt.Format(time.RFC3339Nano) }},
			{"last_seen_at", func(d Detection) string { return d.LastSeenAt.Format(time.RFC3339Nano) }},
			{"received_at", func(d Detection) string { return d.ReceivedAt.Format(time.RFC3339Nano) }},
		},
	})
}

func (s *Server) exportActivity(v visit) error {
	ctx := v.r.Context()
	number, err := parseNumber(v.r.PathValue("number"))
	if err != nil {
		return err
	}
	p, err := s.tellingOf(ctx, v, number)
	if err != nil {
		return err
	}
	request, err := searched(v, ListQuery{Q: v.r.URL.Query().Get("q")}, "entry", activity.Fields)
	if err != nil {
		return err
	}
	request.Filter = p.veil.Activities(request.Filter)
	return export(v, request, exporting[Activity]{
		name: p.number(number) + "-history",
		page: func(ctx context.Context, r listing.Request) (told listing.Page[Activity], err error) {
			page, err := s.cases.Activities(ctx, v.tenant.ID, v.viewer(), number, r)
			return listing.Page[Activity]{Items: each(page.Items, p.activityOf), Next: page.Next}, err
		},
		columns: activityColumns,
	})
}

var activityColumns = []column[Activity]{
	{"at", func(a Activity) string { return a.At.Format(time.RFC3339Nano) }},
	{"case", func(a Activity) string { return a.Case }},
	{"actor", func(a Activity) string { return a.Actor.Name }},
	{"actor_kind", func(a Activity) string { return string(a.Actor.Kind) }},
	{"kind", func(a Activity) string { return string(a.Kind) }},
	{"old", func(a Activity) string { return a.Old }},
	{"new", func(a Activity) string { return a.New }},
	{"note", func(a Activity) string { return a.Note }},
	{"detection", func(a Activity) string {
		if a.Detection == nil {
			return ""
		}
		return a.Detection.ID
	}},
	{"detection_title", func(a Activity) string {
		if a.Detection == nil {
			return ""
		}
		return a.Detection.Title
	}},
	{"rule", func(a Activity) string {
		if a.Rule == nil {
			return ""
		}
		return a.Rule.Title
	}},
}

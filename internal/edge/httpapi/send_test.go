package httpapi

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/fault"
	"caseweave/internal/engine"
)

const detections = "/api/v1/tenants/default/detections"

var exampleEmptyAnswer engine.Answer

func TestTheReceiptTellsWhatBecameOfABody(t *testing.T) {
	w := newWorld(t)
	r := answered[Receipt](t, w.ask("ingest", "POST", detections+"?source=ocsf", "a\nbad\nb\n"))
	if r.Accepted != 2 || r.RejectedTotal != 1 || len(r.Rejected) != 1 || r.Rejected[0].Line != 2 || len(r.Cases) != 1 || r.Cases[0] != "SECC0000042" {
		t.Errorf("%+v", r)
	}
}

func TestAnyContentTypeAndNoBodyAreTaken(t *testing.T) {
	w := newWorld(t)
	for _, media := range []string{"", "text/plain", "application/x-ndjson", "application/x-www-form-urlencoded", "nonsense"} {
		answered[Receipt](t, w.ask("ingest", "POST", detections+"?source=ocsf", "a", "Content-Type", media))
	}
	if r := answered[Receipt](t, w.ask("ingest", "POST", detections+"?source=ocsf", "")); r.Accepted != 0 {
		t.Errorf("%+v", r)
	}
}

func TestASourceOrEncodingThatIsNotKnownIsNamed(t *testing.T) {
	w := newWorld(t)
	for _, query := range []string{"", "?source=", "?source=nosuch"} {
		p := w.problem(w.ask("ingest", "POST", detections+query, "a"), 422)
		if p.Errors[0].Location != "query.source" || strings.Contains(p.Detail, "missing") != !strings.HasSuffix(query, "nosuch") {
			t.Errorf("%q: %+v", query, p)
		}
	}
	w.problem(w.ask("ingest", "POST", detections+"?source=ocsf", "a", "Content-Encoding", "br"), 422)
}

func TestABodyThatBreaksOffTellsWhatWasStored(t *testing.T) {
	for end, status := range map[string]int{"broken": 422, "huge": 413} {
		w := newWorld(t)
		p := w.problem(w.ask("ingest", "POST", detections+"?source=ocsf", "a\nb\n"+end+"\nc\n"), status)
		if p.Stored == nil || p.Stored.Accepted != 2 || p.Stored.RejectedTotal != 0 {
			t.Errorf("%s: stored %+v", end, p.Stored)
		}
	}
	w := newWorld(t)
	w.desk.fails = fault.New(fault.Unavailable, "The ledger is away.")
	if p := w.problem(w.ask("ingest", "POST", detections+"?source=ocsf", "a\n"), 503); p.Stored == nil || p.Stored.Accepted != 1 {
		t.Errorf("stored %+v", p.Stored)
	}
}

// endless gives n lines of a kilobyte.
type endless struct{ left int }

func (e *endless) Read(b []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(b), e.left)
	for i := range b[:n] {
		b[i] = 'a'
		if (e.left-i)%1024 == 1 {
			b[i] = '\n'
		}
	}
	e.left -= n
	return n, nil
}

func TestALongBodyStreamsThroughFlatMemory(t *testing.T) {
	w := newWorld(t)
	server := listen(t, w)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	const size = 200 << 20
	request, _ := http.NewRequest("POST", server+detections+"?source=ocsf", &endless{size})
	request.Header.Set("Authorization", "Bearer "+w.token["ingest"])
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	runtime.ReadMemStats(&after)
	if answer.StatusCode != 200 || w.desk.got != size/1024 {
		t.Errorf("%d after %d records", answer.StatusCode, w.desk.got)
	}
	if after.HeapSys > before.HeapSys+64<<20 {
		t.Errorf("the heap grew from %d to %d MB", before.HeapSys>>20, after.HeapSys>>20)
	}
}

// sent is the answer to raw bytes behind the head of a request that sends detections.
func sent(t *testing.T, w *world, text string) (int, string) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(listen(t, w), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "POST %s?source=ocsf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s", detections, w.token["ingest"], text)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body)
}

func TestASenderThatLeavesKeepsWhatItSentAndIsNoTroubleOfTheServer(t *testing.T) {
	for _, text := range []string{"Content-Length: 1000\r\n\r\na\nb\n", "Transfer-Encoding: chunked\r\n\r\n4\r\na\nb\n\r\n"} {
		w := newWorld(t)
		status, body := sent(t, w, text)
		if status != 503 || !strings.Contains(body, `"accepted":2`) || !strings.Contains(body, `"detail":"The body broke off after line 2."`) {
			t.Errorf("%d %s", status, body)
		}
		if w.log.Len() > 0 {
			t.Errorf("logged: %s", w.log)
		}
	}
}

func TestABodyOfMalformedChunksIsTheSendersMistake(t *testing.T) {
	for _, chunk := range []string{"zz\r\n", "4x\r\na\nb\n\r\n", strings.Repeat("1", 20) + "\r\n"} {
		w := newWorld(t)
		status, body := sent(t, w, "Transfer-Encoding: chunked\r\n\r\n4\r\na\nb\n\r\n"+chunk)
		if status != 400 || !strings.Contains(body, `"accepted":2`) || w.log.Len() > 0 {
			t.Errorf("%q: %d %s, logged %s", chunk, status, body, w.log)
		}
	}
}

// slow is a connection whose deadlines are remembered.
type slow struct {
	*httptest.ResponseRecorder
	read, write []time.Time
}

func (s *slow) SetReadDeadline(t time.Time) error  { s.read = append(s.read, t); return nil }
func (s *slow) SetWriteDeadline(t time.Time) error { s.write = append(s.write, t); return nil }

func TestASenderMayPauseForAMinuteAndNoLonger(t *testing.T) {
	w := newWorld(t)
	conn := &slow{ResponseRecorder: httptest.NewRecorder()}
	pipe, feed := io.Pipe()
	r := httptest.NewRequest("POST", detections+"?source=ocsf", pipe)
	r.ContentLength = -1
	r.Header.Set("Authorization", "Bearer "+w.token["ingest"])
	go func() {
		fmt.Fprint(feed, "a\n")
		fmt.Fprint(feed, "b\n")
		feed.Close()
	}()
	begun := time.Now()
	w.ServeHTTP(conn, r)
	if conn.Code != 200 || len(conn.read) < 4 {
		t.Fatalf("%d; read deadlines %v", conn.Code, conn.read)
	}
	for _, d := range conn.read[1 : len(conn.read)-1] {
		if d.Before(begun.Add(stall)) || d.After(time.Now().Add(stall)) {
			t.Errorf("a read may take until %v", d)
		}
	}
	if last := conn.read[len(conn.read)-1]; !last.IsZero() {
		t.Errorf("after the body, a deadline stays at %v", last)
	}
	if len(conn.write) < 3 || !conn.write[1].IsZero() || conn.write[len(conn.write)-1].IsZero() {
		t.Errorf("write deadlines %v", conn.write)
	}
}

func TestARefusedSenderIsHeardOutUntilItListens(t *testing.T) {
	w := newWorld(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(listen(t, w), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := "huge\n" + strings.Repeat("a line of its own\n", 200_000)
	fmt.Fprintf(conn, "POST %s?source=ocsf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", detections, w.token["ingest"], len(body))
	for _, part := range []string{body[:1<<20], body[1<<20 : 2<<20], body[2<<20:]} {
		if _, err := io.WriteString(conn, part); err != nil {
			t.Fatalf("the connection broke while the sender sent: %v", err)
		}
		time.Sleep(600 * time.Millisecond) // net/http leaves a connection open for half a second
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || answer.StatusCode != 413 {
		t.Errorf("it is answered %v %v", answer, err)
	}
}

// listen serves w on a port of its own and answers its address.
func listen(t *testing.T, w *world) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := w.HTTP()
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	}()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String()
}

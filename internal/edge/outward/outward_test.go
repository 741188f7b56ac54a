package outward

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"caseweave/internal/core/fault"
)

// serving is a server on an address of this machine that counts who comes.
func serving(t *testing.T, address string, handle http.HandlerFunc) (port string, visits *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", address+":0")
	if err != nil {
		t.Skipf("no server on %s: %v", address, err)
	}
	visits = &atomic.Int32{}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		visits.Add(1)
		handle(w, r)
	}))
	_ = s.Listener.Close()
	s.Listener = listener
	s.Start()
	t.Cleanup(s.Close)
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	return port, visits
}

func hello(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }

// names is a resolver that answers each question with the next of some addresses.
func names(addresses ...string) *net.Resolver {
	var asked atomic.Int32
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go func() {
			defer there.Close()
			answerDNS(there, func() netip.Addr {
				return netip.MustParseAddr(addresses[min(int(asked.Add(1)), len(addresses))-1])
			})
		}()
		return here, nil
	}}
}

// answerDNS answers questions for A over a stream, and others with nothing (RFC 1035, 4).
func answerDNS(c net.Conn, next func() netip.Addr) {
	size := make([]byte, 2)
	for {
		if _, err := io.ReadFull(c, size); err != nil {
			return
		}
		question := make([]byte, binary.BigEndian.Uint16(size))
		if _, err := io.ReadFull(c, question); err != nil {
			return
		}
		end := 12
		for question[end] != 0 {
			end += int(question[end]) + 1
		}
		asked := question[12 : end+5]
		answer := append([]byte{question[0], question[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, asked...)
		if kind := binary.BigEndian.Uint16(question[end+1:]); kind == 1 {
			answer[7] = 1
			answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
			answer = append(answer, next().AsSlice()...)
		}
		_, _ = c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
	}
}

func reach(t *testing.T, texts ...string) Reach {
	t.Helper()
	r, err := ParseReach(texts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(c *http.Client, url string) (string, error) {
	answer, err := c.Get(url)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

func TestTheServersOwnMachineIsNotCalledUnlessAllowed(t *testing.T) {
	port, visits := serving(t, "127.0.0.1", hello)
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "127.1"} {
		if text, err := read(New(Reach{}), "http://"+host+":"+port+"/"); err == nil {
			t.Errorf("%s answered %q", host, text)
		}
	}
	_, err := read(New(Reach{}), "http://127.0.0.1:"+port+"/")
	if fault.KindOf(err) != fault.Denied || !strings.Contains(err.Error(), "127.0.0.1") || visits.Load() != 0 {
		t.Errorf("%v after %d visits", err, visits.Load())
	}
	if text, err := read(New(reach(t, "127.0.0.0/8")), "http://127.0.0.1:"+port+"/"); text != "hello" {
		t.Errorf("allowed, but %q %v", text, err)
	}
}

func TestANameThatMeansSomethingElseTheNextTimeGainsNothing(t *testing.T) {
	good, _ := serving(t, "127.0.0.2", hello)
	listener, err := net.Listen("tcp", "127.0.0.1:"+good)
	if err != nil {
		t.Skip(err)
	}
	defer listener.Close()
	c := client(reach(t, "127.0.0.2"), usual, names("127.0.0.2", "127.0.0.1"))
	if text, err := read(c, "http://rebound.example:"+good+"/"); text != "hello" {
		t.Fatalf("the first time: %q %v", text, err)
	}
	c.CloseIdleConnections()
	if text, err := read(c, "http://rebound.example:"+good+"/"); fault.KindOf(err) != fault.Denied {
		t.Errorf("the second time: %q %v", text, err)
	}
}

func TestAnAllowedHostIsCalledWhereverItsNameLeads(t *testing.T) {
	port, _ := serving(t, "127.0.0.1", hello)
	c := client(reach(t, "idp.internal"), usual, names("127.0.0.1"))
	if text, err := read(c, "http://IdP.internal:"+port+"/"); text != "hello" {
		t.Errorf("%q %v", text, err)
	}
	if text, err := read(c, "http://other.internal:"+port+"/"); fault.KindOf(err) != fault.Denied {
		t.Errorf("another host: %q %v", text, err)
	}
}

func TestARedirectLeadsNowhereThatACallMayNot(t *testing.T) {
	secret, visits := serving(t, "127.0.0.1", hello)
	port, _ := serving(t, "127.0.0.2", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:"+secret+"/", http.StatusFound)
	})
	if text, err := read(New(reach(t, "127.0.0.2")), "http://127.0.0.2:"+port+"/"); fault.KindOf(err) != fault.Denied || visits.Load() > 0 {
		t.Errorf("%q %v", text, err)
	}
	circle, rounds := serving(t, "127.0.0.2", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
	if _, err := read(New(reach(t, "127.0.0.2")), "http://127.0.0.2:"+circle+"/"); err == nil || rounds.Load() != maxRedirects+1 {
		t.Errorf("%v after %d rounds", err, rounds.Load())
	}
	next, _ := http.NewRequest("GET", "http://login.example/", nil)
	before, _ := http.NewRequest("GET", "https://login.example/", nil)
	if checkRedirect(next, []*http.Request{before}) == nil {
		t.Error("a redirect leads from TLS to the clear")
	}
}

func TestAnAnswerIsNeitherEndlessNorLate(t *testing.T) {
	port, _ := serving(t, "127.0.0.1", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/late" {
			<-r.Context().Done()
		}
		_, _ = io.WriteString(w, strings.Repeat("x", 100))
	})
	for most, want := range map[int64]bool{99: false, 100: true, 101: true} {
		c := client(reach(t, "127.0.0.1"), bounds{time.Minute, most}, nil)
		text, err := read(c, "http://127.0.0.1:"+port+"/")
		if (err == nil) != want || !want && (fault.KindOf(err) != fault.TooLarge || len(text) > int(most)) {
			t.Errorf("%d bytes at most: %d, %v", most, len(text), err)
		}
	}
	c := client(reach(t, "127.0.0.1"), bounds{50 * time.Millisecond, 100}, nil)
	if text, err := read(c, "http://127.0.0.1:"+port+"/late"); err == nil {
		t.Errorf("late, and yet %q", text)
	}
}

func TestNoProxyOfTheEnvironmentIsUsed(t *testing.T) {
	if New(Reach{}).Transport.(bounded).Proxy != nil {
		t.Error("calls go through a proxy, which connects to whatever it is asked for")
	}
}

package block_test

import (
	"bytes"
	"strings"
	"testing"

	"caseweave/internal/edge/store/block"

	"pgregory.net/rapid"
)

func TestEventsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var events []block.Event
		number := int64(0)
		for range rapid.IntRange(0, 200).Draw(t, "events") {
			number += rapid.Int64Range(1, 1<<40).Draw(t, "step")
			raw := strings.Repeat(rapid.String().Draw(t, "raw"), rapid.IntRange(0, 3000).Draw(t, "times"))
			events = append(events, block.Event{Number: number, Raw: []byte(raw)})
		}
		left := events
		for first, text := range block.Cut(events) {
			some, err := block.Parse(text)
			if err != nil || len(some) == 0 || some[0].Number != first {
				t.Fatalf("a block that begins with %d has %d events, %v", first, len(some), err)
			}
			for i, e := range some {
				if e.Number != left[i].Number || !bytes.Equal(e.Raw, left[i].Raw) {
					t.Fatalf("event %d comes back as %d with %d bytes of %d", left[i].Number, e.Number, len(e.Raw), len(left[i].Raw))
				}
			}
			left = left[len(some):]
		}
		if len(left) > 0 {
			t.Fatalf("%d events are lost", len(left))
		}
	})
}

func TestAlikeEventsTakeLittleRoom(t *testing.T) {
	var events []block.Event
	for n := range int64(1000) {
		events = append(events, block.Event{Number: n, Raw: []byte(strings.Repeat("the same again ", 90))})
	}
	blocks, size := 0, 0
	for _, text := range block.Cut(events) {
		blocks, size = blocks+1, size+len(text)
	}
	if blocks < 31 || size > 100_000 {
		t.Errorf("1,000 events of 1.4 kB take %d blocks of %d bytes", blocks, size)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte{})
	for _, text := range block.Cut([]block.Event{{Number: 1, Raw: []byte(`{"a": 1}`)}, {Number: 9, Raw: nil}}) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		events, err := block.Parse(text)
		if err != nil {
			return
		}
		for _, text := range block.Cut(events) {
			some, err := block.Parse(text)
			if err != nil || len(some) > len(events) {
				t.Fatalf("%v is not read again: %v", events, err)
			}
			for i, e := range some {
				if e.Number != events[i].Number || !bytes.Equal(e.Raw, events[i].Raw) {
					t.Fatalf("%v is read again as %v", events[i], e)
				}
			}
			events = events[len(some):]
		}
	})
}

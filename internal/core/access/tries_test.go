package access

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func TestEachWrongTryBeyondTheFreeOnesDoublesTheWait(t *testing.T) {
	var tries Tries
	for _, want := range []time.Duration{0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900} {
		tries = tries.Wrong(noon)
		if got := tries.Wait(FreeTries, noon); got != want*time.Second {
			t.Errorf("after %d wrong tries one waits %v, want %v", tries.Count, got, want*time.Second)
		}
	}
	tries.Count = 1 << 40
	if got := tries.Wait(FreeTries, noon); got != LongestWait {
		t.Errorf("after very many one waits %v", got)
	}
}

func TestAWaitPassesAndTriesAreForgotten(t *testing.T) {
	tries := Tries{Count: FreeTries + 3, Last: noon} // eight seconds
	for after, want := range map[time.Duration]time.Duration{0: 8 * time.Second, 7 * time.Second: time.Second, 8 * time.Second: 0, time.Hour: 0} {
		if got := tries.Wait(FreeTries, noon.Add(after)); got != want {
			t.Errorf("%v later one waits %v, want %v", after, got, want)
		}
	}
	if next := tries.Wrong(noon.Add(time.Hour)); next.Count != FreeTries+4 {
		t.Errorf("an hour later a wrong try is number %d", next.Count)
	}
	if next := tries.Wrong(noon.Add(TriesRest)); next.Count != 1 {
		t.Errorf("after a rest a wrong try is number %d", next.Count)
	}
}

// Whoever waits until their tries are forgotten gets no more of them in a day than
// who tries whenever it is allowed.
func TestARestGainsNothing(t *testing.T) {
	inADay := func(rests bool) (n int) {
		var tries Tries
		for now := noon; now.Before(noon.Add(24 * time.Hour)); n++ {
			tries = tries.Wrong(now)
			wait := tries.Wait(FreeTries, now)
			if rests && wait >= LongestWait {
				wait = TriesRest
			}
			now = now.Add(wait + time.Microsecond)
		}
		return n
	}
	if with, without := inADay(true), inADay(false); with > without {
		t.Errorf("%d tries a day with rests, %d without", with, without)
	}
}

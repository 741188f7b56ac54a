package throttle

import (
	"fmt"
	"testing"
	"time"
)

func TestWhoIsRememberedIsBounded(t *testing.T) {
	a, now := NewAllowance(1, time.Second), time.Now()
	for i := range 3 * maxRemembered {
		a.Spend(fmt.Sprint("address ", i), 1, now)
	}
	if len(a.spent) > maxRemembered {
		t.Errorf("%d addresses are remembered", len(a.spent))
	}
	for i := range maxRemembered {
		a.Spend(fmt.Sprint("later ", i), 1, now.Add(time.Hour))
	}
	for key, until := range a.spent {
		if until.Before(now.Add(time.Hour)) {
			t.Fatalf("%s rests, and is remembered instead of somebody busy", key)
		}
	}
	c := NewCrowd()
	leave, _ := c.Enter("a", 1)
	if leave(); len(c.under) > 0 {
		t.Error("who has left is remembered")
	}
}

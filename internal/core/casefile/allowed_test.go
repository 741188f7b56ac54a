package casefile

import (
	"slices"
	"testing"
)

// TestWhatAReaderMayDo is the whole table: who reads, what state the case is in, what is allowed.
func TestWhatAReaderMayDo(t *testing.T) {
	own, theirs := Case{Status: New, ManagedBy: Self}, Case{Status: New, ManagedBy: Provider}
	closed := Case{Status: Resolved, ManagedBy: Self}
	merged := Case{Status: New, ManagedBy: Self, MergedInto: 7}
	analyst := Reader{Works: true, Served: true, Customer: true}
	provider := Reader{Works: true, Served: true}
	alone := Reader{Works: true}
	without := func(out ...Deed) []Deed {
		return slices.DeleteFunc(slices.Clone(Deeds), func(d Deed) bool { return slices.Contains(out, d) })
	}
	for name, c := range map[string]struct {
		reader Reader
		c      Case
		may    []Deed
	}{
		"who only reads":                     {Reader{Served: true}, own, nil},
		"a customer with its own":            {analyst, own, Deeds},
		"a customer with its provider's":     {analyst, theirs, nil},
		"a provider with its own":            {provider, theirs, Deeds},
		"a provider with its customer's":     {provider, own, Deeds},
		"a tenant without a provider":        {alone, own, without(ToHandOver)},
		"one that was handed over before it": {alone, theirs, without(ToHandOver)},
		"a closed case":                      {analyst, closed, without(ToTake, ToMerge)},
		"one that was merged away":           {analyst, merged, nil},
	} {
		for _, deed := range Deeds {
			if may := c.c.Refusal(deed, c.reader) == ""; may != slices.Contains(c.may, deed) {
				t.Errorf("%s: %s: %v", name, deed, may)
			}
		}
	}
}

func TestACustomerSeesThatItsProviderIsAtWork(t *testing.T) {
	theirs := Case{ManagedBy: Provider}
	for _, s := range Statuses {
		want := s
		if s == New || s == OnHold {
			want = InProgress
		}
		if got := (Reader{Customer: true}).Shown(&theirs, s); got != want {
			t.Errorf("%s is shown as %s", s, got)
		}
		if got := (Reader{}).Shown(&theirs, s); got != s {
			t.Errorf("its provider is shown %s as %s", s, got)
		}
		if got := (Reader{Customer: true}).Shown(&Case{ManagedBy: Self}, s); got != s {
			t.Errorf("of its own, %s is shown as %s", s, got)
		}
	}
}

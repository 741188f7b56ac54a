package casefile

import (
	"testing"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
)

func TestOnlyItsAuthorChangesAComment(t *testing.T) {
	c := opened(t)
	said, facts := c.Say("seen", ada, noon)
	if said.Version != c.Version+1 || facts[0].Kind != activity.Commented || facts[0].Note != "seen" {
		t.Errorf("%+v", facts)
	}
	was := CommentOf(&activity.Activity{Entry: 9, Sequence: 7, At: noon, Fact: facts[0]})
	bob := activity.Actor{Kind: activity.User, ID: "u2", Name: "ada"} // a name is nobody
	if _, _, err := c.Rewrite(was, 1, "not mine", bob, noon); fault.KindOf(err) != fault.Denied {
		t.Errorf("another's edit: %v", err)
	}
	if _, _, err := c.Unsay(was, 1, bob, noon); fault.KindOf(err) != fault.Denied {
		t.Errorf("another's deletion: %v", err)
	}
	token := activity.Actor{Kind: activity.Token, ID: "u1", Name: "ada"}
	if _, _, err := c.Rewrite(was, 1, "not mine", token, noon); fault.KindOf(err) != fault.Denied {
		t.Errorf("a token's edit: %v", err)
	}
	if after, facts, err := c.Rewrite(was, 1, "seen", ada, noon); err != nil || len(facts) != 0 || after.Version != c.Version {
		t.Errorf("the same text: %v, %v", facts, err)
	}
	_, facts, err := c.Rewrite(was, 1, "seen twice", ada, noon)
	if err != nil || facts[0].Comment != 7 || facts[0].Old != "seen" || facts[0].New != "seen twice" {
		t.Errorf("%+v, %v", facts, err)
	}
	now := was.Then(&activity.Activity{At: noon, Fact: facts[0]})
	if _, _, err := c.Rewrite(now, 1, "late", ada, noon); fault.KindOf(err) != fault.Conflict {
		t.Errorf("an edit of what has changed: %v", err)
	}
	_, facts, err = c.Unsay(now, 2, ada, noon)
	gone := now.Then(&activity.Activity{At: noon, Fact: facts[0]})
	if err != nil || facts[0].Old != "seen twice" || !gone.Deleted || gone.Text != "" || gone.Version != 3 {
		t.Errorf("%+v, %v", gone, err)
	}
	if _, facts, err := c.Unsay(gone, 0, ada, noon); err != nil || len(facts) != 0 {
		t.Errorf("deleted twice: %v, %v", facts, err)
	}
	if _, facts, err := c.Rewrite(gone, 3, "back", ada, noon); err != nil || gone.Then(&activity.Activity{Fact: facts[0]}).Deleted {
		t.Errorf("brought back: %v", err)
	}
}

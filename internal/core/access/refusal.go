package access

// Refusal is why somebody who came from an identity provider was not let in. The
// list is closed: the page has a sentence for each.
type Refusal string

const (
	// Gone is a provider that does not exist, or that was removed.
	Gone Refusal = "gone"
	// Unreachable is a provider that does not answer.
	Unreachable Refusal = "unreachable"
	// Misconfigured is a provider whose answer is not one that can be trusted.
	Misconfigured Refusal = "misconfigured"
	// Declined is somebody whom the provider itself refused.
	Declined Refusal = "declined"
	// Stale is a way that took too long, was gone twice, or was begun in another browser.
	Stale Refusal = "stale"
	// Clock is an answer whose time does not fit this machine's.
	Clock Refusal = "clock"
	// NoGroup is somebody whose groups have no role here.
	NoGroup Refusal = "no_group"
	// NoAccount is somebody who must be given an account first.
	NoAccount Refusal = "no_account"
	// Barred is somebody whom an administrator shut out.
	Barred Refusal = "barred"
	// Failed is trouble of the server's own.
	Failed Refusal = "failed"
)

func (r Refusal) Error() string { return "signing in was refused: " + string(r) }

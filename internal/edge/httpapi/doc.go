// Package httpapi is Caseweave over HTTP: the API, its description, the live
// stream and the page.
//
// Every operation of the API is registered in register.go, with the access.Action
// that it needs: the tenant, partner or place of its path is found, and package access
// asked, before anything of the request is read. So three answers are the same
// everywhere: 401 for who is nobody, 403 for a role too weak at a place within reach,
// and one 404, byte for byte, for what is out of reach or does not exist.
//
// Errors are RFC 9457 problems and become so in one place, problem.go. Internal
// ones carry a reference into the log and nothing of their cause.
//
// What it reads and writes are the interfaces in ports.go, which the app plugs. It
// keeps nothing itself but what each of several servers may have for itself: who
// follows the live stream, which addresses try passwords, how much of its limits a
// client used and what is answered just now, when tokens were used last, samples of
// detections that rules are tried on, and what was found in rules. openapi.json beside
// this file is the description that the server answers; a test keeps the two equal.
package httpapi

//go:generate sh -c "go run caseweave/cmd/caseweave openapi > openapi.json.new && mv openapi.json.new openapi.json"

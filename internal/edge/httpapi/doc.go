// Package httpapi is Caseweave over HTTP: the API, its description, the live
// stream and the page.
//
// Every operation of the API is registered by register or raw, which name the
// access.Action it needs, find the tenant of its path and ask access.May before
// anything of the request is read. So three answers are the same everywhere:
// 401 for who is nobody, 403 for a role too weak in a tenant within reach, and
// one 404, byte for byte, for a tenant that is out of reach or does not exist.
//
// Errors are RFC 9457 problems and become so in one place, problem.go. Internal
// ones carry a reference into the log and nothing of their cause.
//
// The package keeps nothing itself but who follows the live stream, and who
// tries passwords. What it reads and writes are the interfaces in ports.go,
// which the app plugs. openapi.json beside this file is the description that
// the server answers; a test keeps the two equal.
package httpapi

//go:generate sh -c "go run caseweave/cmd/caseweave openapi > openapi.json.new && mv openapi.json.new openapi.json"

package httpapi

import (
	"net/http"
	"strings"
)

const (
	// sealed is the policy of all that is no page: opened by itself, it loads nothing and does nothing.
	sealed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

	// loads lets the page load what this server gives, and nothing else. Text does
	// not become HTML but through the policies that the page names: see web/src/ui/trust.ts.
	loads = "default-src 'none'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types default dompurify"

	// features are those of a browser that the page has no use for.
	features = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), " +
		"gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), " +
		"screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"

	// onlyTLS makes a browser come back by TLS for a year.
	onlyTLS = "max-age=31536000"
)

// pagePolicy is the policy of one copy of the page. Style sheets that the page
// makes by itself name the nonce, which is that copy's alone.
func pagePolicy(nonce string) string {
	return loads + "; style-src 'self' 'nonce-" + nonce + "'"
}

// setHeaders says what browsers may do with any answer.
func (s *Server) setHeaders(h http.Header, r *http.Request) {
	h.Set("Content-Security-Policy", sealed)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", features)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if s.encrypted(r) {
		h.Set("Strict-Transport-Security", onlyTLS)
	}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		h.Set("Cache-Control", "no-store")
		h.Add("Vary", "Cookie, Authorization")
	}
}

// encrypted says whether the client speaks TLS: to this server, or to the proxy before it.
func (s *Server) encrypted(r *http.Request) bool { return s.behindProxy || r.TLS != nil }

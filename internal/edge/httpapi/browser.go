package httpapi

import "strings"

// Browsers name themselves after those that they want to be taken for, so the more
// particular name comes first.
var (
	browsers = []struct{ mark, name string }{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"Vivaldi", "Vivaldi"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chromium", "Chromium"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "curl"},
		{"Go-http-client", "A program"},
		{"python", "A program"},
	}
	systems = []struct{ mark, name string }{
		{"Windows", "Windows"},
		{"Android", "Android"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"CrOS", "ChromeOS"},
		{"Mac OS X", "macOS"},
		{"Linux", "Linux"},
	}
)

// browserOf is a browser's User-Agent in plain words, such as Firefox on Linux. It is
// what the browser claims, no proof.
func browserOf(agent string) string {
	browser, system := "An unknown browser", ""
	for _, b := range browsers {
		if strings.Contains(agent, b.mark) {
			browser = b.name
			break
		}
	}
	for _, o := range systems {
		if strings.Contains(agent, o.mark) {
			system = " on " + o.name
			break
		}
	}
	return browser + system
}

// Package page holds the web page as it was built, inside the program.
//
// The build of web/ writes dist/index.html and dist/assets. Where it never ran,
// dist holds a placeholder only, so that the program builds without Node.
package page

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files are the page's files; index.html or placeholder.html is among them.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("page: " + err.Error())
	}
	return files
}

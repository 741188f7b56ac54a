package app

import (
	"caseweave/internal/edge/geoip"
	"caseweave/internal/edge/httpapi"
)

// locate opens the file that says where addresses are, if there is one.
func (a *App) locate(file string) (err error) {
	if file != "" {
		a.atlas, err = geoip.Open(file)
	}
	return err
}

// places is what it says; nil where there is none.
func (a *App) places() httpapi.Atlas {
	if a.atlas == nil {
		return nil
	}
	return a.atlas
}

// forget closes it.
func (a *App) forget() error {
	if a.atlas == nil {
		return nil
	}
	return a.atlas.Close()
}

package openidtest

import (
	"context"
	"html/template"
	"net/http"
)

var page = template.Must(template.New("login").Parse(`<!doctype html><html lang="en"><title>Test provider</title>
<h1>Log in at the test provider</h1>
<form method="post"><input type="hidden" name="id" value="{{.ID}}">
<p><label>Name <input name="name"></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<p role="alert">{{.Trouble}}</p><button>Continue</button></form></html>`))

func logInPage(w http.ResponseWriter, r *http.Request) { show(w, r.FormValue("authRequestID"), "") }

func show(w http.ResponseWriter, id, trouble string) {
	_ = page.Execute(w, struct{ ID, Trouble string }{id, trouble})
}

// logIn checks who it is, and goes on to where the request came from.
func (p *Provider) logIn(onward func(context.Context, string) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.FormValue("id")
		if err := p.storage.CheckUsernamePassword(r.FormValue("name"), r.FormValue("password"), id); err != nil {
			show(w, id, err.Error())
			return
		}
		http.Redirect(w, r, onward(r.Context(), id), http.StatusFound)
	}
}

package httpapi

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

// permission is a line of permissions.txt.
type permission struct {
	where string
	roles []access.Role
}

func permissions(t *testing.T) map[string]permission {
	file, err := os.Open("testdata/permissions.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all := map[string]permission{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		p := permission{where: words[1]}
		for _, role := range words[2:] {
			p.roles = append(p.roles, access.Role(role))
		}
		all[words[0]] = p
	}
	return all
}

// corners are the reaches of the walk: the places of its world.
var corners = []access.Reach{
	{Root: true}, {PartnerID: "acme"}, {PartnerID: "rival"}, {TenantID: "default"}, {TenantID: "other"}, {TenantID: "theirs"},
}

// walked are the answers of a walk, by status.
type walked map[int]int

// TestTheWalk does each operation of openapi.json as each role at each place, as
// nobody, and as somebody with a one-time password, and wants of the server what
// permissions.txt says. Whoever may is answered 2xx, so that no refusal is an accident.
func TestTheWalk(t *testing.T) {
	table, answers := permissions(t), walked{}
	all, w := operations(t), walkable(t)
	for _, op := range all {
		p, there := table[op.id]
		if !there {
			t.Errorf("permissions.txt does not say who may %s", op.id)
			continue
		}
		delete(table, op.id)
		t.Run(op.id, func(t *testing.T) { w.walk(t, op, p, answers) })
	}
	if len(table) > 0 {
		t.Errorf("permissions.txt speaks of operations that there are not: %v", slices.Sorted(maps.Keys(table)))
	}
	t.Logf("%d operations, answers by status: %v", len(all), answers)
}

// walker walks a world in which each role has somebody at each place.
type walker struct {
	*world
	seats    map[string]*http.Cookie
	newcomer *http.Cookie
}

func walkable(t *testing.T) *walker {
	w := &walker{world: newWorld(t), seats: map[string]*http.Cookie{}}
	w.people.must(admin.Deed{}.CreatePartner(access.Partner{ID: "rival", Name: "Rival"}))
	w.people.must(admin.Deed{}.CreateTenant(access.Organisation{ID: "theirs", Name: "Theirs", PartnerID: "rival"}))
	w.newcomer = w.session(w.people.join(access.User{
		ID: "u-newcomer", Name: "newcomer", PasswordHash: "-", OneTime: true, Role: access.Admin, Reach: access.Reach{Root: true},
	}))
	return w
}

// seated is the session of the role's person at a place, which logging out and a
// new password end.
func (w *walker) seated(op spoken, role access.Role, at access.Reach) *http.Cookie {
	name := fmt.Sprintf("%s of %s", role, at)
	if op.id == "logout" || op.id == "change-password" {
		return w.sit(name+" for "+op.id, role, at)
	}
	if w.seats[name] == nil {
		w.seats[name] = w.sit(name, role, at)
	}
	return w.seats[name]
}

func (w *walker) walk(t *testing.T, op spoken, p permission, answers walked) {
	w.t = t
	if p.where == "anybody" {
		return
	}
	if op.id == "follow-live" {
		op.method = "HEAD"
	}
	answers[w.problem(w.ask("", op.method, op.path, op.body), 401).Status]++
	if p.where == "oneself" {
		return
	}
	for _, at := range placesOf(op) {
		for _, reach := range corners {
			for _, role := range rolesOf(p) {
				if slices.Contains(once, op.id) {
					w = walkable(t)
				}
				answers[w.step(op, at, p, reach, role)]++
			}
		}
	}
	if op.id == "logout" || op.id == "me" || op.id == "change-password" {
		return
	}
	answers[w.problem(w.with(w.newcomer, op.method, op.path, op.body), 403).Status]++
}

// once are operations that can't be done again in the same world.
var once = []string{"change-sign-in", "invite-user", "create-identity-provider", "change-identity-provider", "remove-identity-provider"}

// rolesOf are those that may get different answers.
func rolesOf(p permission) []access.Role {
	if p.where == "signed-in" {
		return []access.Role{access.ReadOnly}
	}
	return access.Roles
}

// placesOf are the places at which an operation is done: those that its path can name.
func placesOf(op spoken) []access.Reach {
	switch {
	case op.place == "root":
		return []access.Reach{{Root: true}}
	case strings.Contains(op.path, "/places/partner:acme/"):
		return []access.Reach{{PartnerID: "acme"}}
	case strings.Contains(op.path, "/places/"):
		return []access.Reach{{TenantID: "default"}, {PartnerID: "acme"}, {Root: true}}
	case strings.Contains(op.path, "/partners/acme"):
		return []access.Reach{{PartnerID: "acme"}}
	case strings.Contains(op.path, "/tenants/default"):
		return []access.Reach{{TenantID: "default"}}
	}
	return []access.Reach{{}}
}

// step does an operation at a place as somebody, and answers the status.
func (w *walker) step(op spoken, at access.Reach, p permission, reach access.Reach, role access.Role) int {
	w.t.Helper()
	w.stock()
	w.people.stock(cmp.Or(at, access.Reach{TenantID: "default"}))
	path := strings.Replace(op.path, "/places/tenant:default/", "/places/"+at.String()+"/", 1)
	who := w.seated(op, role, reach)
	op.body = fresh(op.body, who.Value)
	answer := w.with(who, op.method, path, op.body, "Content-Type", op.media)
	switch want := tabled(p, at, reach, role); {
	case want == 200 && answer.Code/100 != 2:
		w.t.Errorf("%s of %s at %s: %d %s", role, reach, path, answer.Code, answer.Body)
	case want != 200:
		w.problem(answer, want)
	}
	if answer.Code == 404 {
		w.nowhere(op, path, who, answer)
	}
	return answer.Code
}

// fresh is a body that makes something which nobody else made.
func fresh(body, by string) string {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(by)))[:12]
	return strings.NewReplacer(`"umbrella"`, `"u`+sum+`"`, `"globex"`, `"g`+sum+`"`, `"South"`, `"South `+sum+`"`).Replace(body)
}

// tabled is what the table says; 200 stands for any success.
func tabled(p permission, at, reach access.Reach, role access.Role) int {
	within := reach.Root || reach == at || reach.PartnerID == "acme" && at.TenantID == "default"
	switch {
	case p.where == "signed-in":
		return 200
	case p.where == "beyond" && slices.Contains(p.roles, role):
		return 200
	case p.where == "beyond":
		return 403
	case !within:
		return 404
	case !slices.Contains(p.roles, role):
		return 403
	}
	return 200
}

// nowhere holds that what is out of reach is answered as what does not exist.
func (w *walker) nowhere(op spoken, path string, who *http.Cookie, notTheirs *httptest.ResponseRecorder) {
	w.t.Helper()
	elsewhere := strings.NewReplacer("/tenants/default", "/tenants/nowhere", "/partners/acme", "/partners/nowhere",
		"/tenant:default/", "/tenant:nowhere/", "/partner:acme/", "/partner:nowhere/", "/places/root/", "/places/tenant:nowhere/").Replace(path)
	if notThere := w.with(who, op.method, elsewhere, op.body, "Content-Type", op.media); !same(notTheirs, notThere) {
		w.t.Errorf("%s out of reach answers %s, what is not there %s", path, notTheirs.Body, notThere.Body)
	}
}

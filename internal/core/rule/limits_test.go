package rule

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/detection"
)

// crowded is a detection with n users and long texts.
func crowded(n int) *detection.Detection {
	d := seen(strings.Repeat("x", 2000))
	d.CommandLine = strings.Repeat("y", 60_000)
	for i := range n {
		d.Entities = append(d.Entities, detection.Entity(fmt.Sprintf("user:u%d", i)))
	}
	return d
}

// What ends here within 10 to 30 ms on an idle machine is allowed 500, as tests share theirs.
func TestAnExpressionThatWouldTakeLongEndsSoonWithoutARow(t *testing.T) {
	d := crowded(2000)
	for _, expression := range []string{
		// nested loops
		"entities.map(a, entities.map(b, entities.map(c, a + b + c)))",
		"entities.filter(a, entities.exists(b, entities.exists(c, c == a + b)))",
		"entities.all(a, entities.all(b, regex.extract(a, '(.*.*.*.*)b').hasValue() || true))",
		"entities.map(a, entities.map(b, b)).flatten().sort()",
		"command_line.split('').map(c, command_line.split('').map(k, k)).flatten()",
		// one call that makes much of little
		"title.replace('', title).replace('', title)",
		"command_line.replace('', command_line)",
		"[command_line.replace('y', title)].map(x, x.replace('x', title))",
		"regex.replace(title, '', command_line)",
		"title.split('').join(command_line)",
		"lists.range(999).map(i, title).join(title)",
		"entities.map(a, entities.join(',')).join(',')",
		// one call that takes long
		"string(command_line.lastIndexOf(command_line.substring(30000) + 'z'))",
		"command_line.matches('(y+)*$')",
		"command_line.split('').distinct()",
		"[sets.contains(command_line.split(''), command_line.split(''))]",
		"lists.range(999).map(i, lists.range(10).map(j, title + string(i * 10 + j))).flatten().distinct()",
	} {
		c := grouped(t, expression)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		rows, errs := c.Rows(d)
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		if took > 500*time.Millisecond || after.TotalAlloc-before.TotalAlloc > 64<<20 {
			t.Errorf("%s took %v and %d MB", expression, took, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
		if len(rows) != 0 || len(errs) != 1 {
			t.Errorf("%s: %d rows, %v", expression, len(rows), errs)
		}
	}
}

func TestReadingTheRawEventAgainAndAgainEndsByItsCost(t *testing.T) {
	d := crowded(8)
	d.Raw = []byte(`{"a":"` + strings.Repeat(`\n`, 1<<19) + `"}`)
	rows, errs := grouped(t, "entities.map(e, values(e + 'x')).map(v, 'r')").Rows(d)
	if len(rows) != 0 || len(errs) != 1 {
		t.Errorf("%q %v", rows, errs)
	}
}

func TestOrdinaryExpressionsStayWithinTheLimits(t *testing.T) {
	d := crowded(MaxRows)
	for expression, want := range map[string]int{
		"entities.filter(e, e.startsWith('user:') && !(e in ['user:root', 'user:system']))": MaxRows,
		"usernames().sort().join(',')":         1,
		"command_line":                         1,
		"title.replace('x', 'yz')":             1,
		`regex.replace(title, '(x+)', r'\1!')`: 1,
		"title.matches('^x+$')":                1,
		"title.indexOf('y') < 0":               1,
	} {
		if rows := rowsBy(t, expression, d); len(rows) != want {
			t.Errorf("%s: %d rows, want %d", expression, len(rows), want)
		}
	}
}

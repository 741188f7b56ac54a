package rule

import (
	"time"

	"caseweave/internal/core/span"
)

// What a book may hold. Beyond these a book is refused.
const (
	// MaxFile is the size of a YAML file, in bytes.
	MaxFile = 10 << 20
	// MaxDocuments is the number of rules and templates of a file.
	MaxDocuments = 10_000
	// MaxFilter is the length of a filter, in bytes.
	MaxFilter = 64 << 10
	// MaxExpression is the length of a CEL expression, in bytes.
	MaxExpression = 4 << 10
	// MaxExpressions is the number of expressions of one group_by or one case title.
	MaxExpressions = 50
	// MaxTitle and MaxText are the lengths of titles and of descriptions, in bytes.
	MaxTitle = 200
	MaxText  = 16 << 10
	// MaxMistakes is the number of mistakes that are told in full.
	MaxMistakes = 1_000
	// MaxTags is the number of tags, each as long as a title at most.
	MaxTags = 100
	// MaxGroupCount and MaxMaxDetections bound these two of a rule; both are 1 at least.
	MaxGroupCount    = 1_000
	MaxMaxDetections = 100_000
	// MinSearchWindow and MaxSearchWindow bound the reach of a search.
	MinSearchWindow = span.Span(time.Second)
	MaxSearchWindow = span.Span(30 * 24 * time.Hour)
	// MaxStages is the number of stages of a template, and MaxTasks that of the tasks of all of them.
	MaxStages = 50
	MaxTasks  = 200
)

// What an expression may do with one detection. Beyond MaxRow a row is
// shortened (see shorten); beyond the others an expression gives no row.
const (
	// MaxRows is the number of rows by one rule.
	MaxRows = 1_000
	// MaxRow is the length of a row, in bytes.
	MaxRow = 1 << 10
	// maxCost is CEL's measure of work: about 10 ms.
	maxCost = 100_000
	// maxMemory is CEL's measure of values, ten bytes of text each; maxElements how
	// many values a list may hold, with those of its lists. They are not asked of what
	// only sifts lists of its detection.
	maxMemory   = 1 << 18
	maxElements = 2_500
	// maxProduct is the length of a text times that of another that it is searched
	// for or filled with, and maxSearched that of one for a regular expression.
	maxProduct  = 4 << 20
	maxSearched = 32 << 10
	// maxNodes, maxNesting and maxLoops bound an expression's tree and its nested macros.
	maxNodes   = 5_000
	maxNesting = 100
	maxLoops   = 3
	// maxRegex is the size of a compiled regular expression, in instructions.
	maxRegex = 1_000
	// maxDepth is how deep lists may nest in a result.
	maxDepth = 5
)

module caseweave

go 1.26.0

require (
	cel.dev/cel-go v0.33.2 // indirect
	github.com/go-json-experiment/json v1.27.2 // indirect
	go.yaml.in/yaml/v3 v3.0.6 // indirect
)

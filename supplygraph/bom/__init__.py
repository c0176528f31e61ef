"""Bills of materials: what artifacts rest on, written and read as CycloneDX and SPDX documents."""

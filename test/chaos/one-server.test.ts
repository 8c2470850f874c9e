import { testScenarios } from './scenario-law.ts'
import { onOneServer } from './scenarios.ts'

testScenarios(onOneServer)

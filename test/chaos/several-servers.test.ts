import { testScenarios } from './scenario-law.ts'
import { onSeveralServers } from './scenarios.ts'

testScenarios(onSeveralServers)
